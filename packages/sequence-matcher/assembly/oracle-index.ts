import { Grain } from './grain';
import { GramChains } from './gram-chains';

/** The grams of the whole of b, indexed once for many a: gram length, then heads, then chains. */
export class OracleIndex {
  static bytes(bLength: i32): usize {
    return 8 + GramChains.headBytes(bLength) + (bLength as usize) * 4;
  }

  static build<T>(b: usize, bLength: i32, index: usize): void {
    const gram = Grain.gram(Grain.first(bLength, bLength), bLength);
    store<i32>(index, gram);
    const grams = bLength - gram + 1;
    if (grams <= 0) return;
    const next = OracleIndex.chains(index, grams);
    GramChains.build<T>(b, grams, gram * (sizeof<T>() as i32), OracleIndex.head(index), next);
  }

  static gram(index: usize): i32 {
    return load<i32>(index);
  }

  static head(index: usize): usize {
    return index + 8;
  }

  static chains(index: usize, grams: i32): usize {
    return index + 8 + GramChains.headBytes(grams);
  }
}
