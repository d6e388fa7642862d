"""A Llama forward pass for decoding on a CPU: fused projections, a preallocated cache, no masks.

All rows of a group share their prompt and their length, so no row is ever padded.
Axes: R rows, T new tokens, S cached positions, H heads, K key-value heads, D head size.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import pad, rms_norm, scaled_dot_product_attention, silu

from evoline_policy.serve.llama_shape import LlamaShape

Affine = tuple[Tensor, Tensor | None]
"""A matrix, transposed for `input @ matrix`, and its bias where the model has one."""


@dataclass
class Cache:
    """Keys (R x K x D x S) and values (R x K x S x D) per layer; `length` positions are filled."""

    keys: list[Tensor]
    values: list[Tensor]
    length: int

    def for_rows(self, rows: int, capacity: int) -> Cache:
        """The same positions for each of `rows` rows, with room for `capacity` positions."""
        room = capacity - self.length
        keys = [pad(keys, (0, room)).expand(rows, -1, -1, -1) for keys in self.keys]
        values = [pad(values, (0, 0, 0, room)).expand(rows, -1, -1, -1) for values in self.values]
        return Cache([t.contiguous() for t in keys], [t.contiguous() for t in values], self.length)

    def keep(self, rows: Tensor) -> None:
        """Forget all rows but these."""
        self.keys = [keys[rows] for keys in self.keys]
        self.values = [values[rows] for values in self.values]


@dataclass(frozen=True)
class Layer:
    """One decoder layer, projections of the same input fused."""

    attention_norm: Tensor
    query_key_value: Affine
    output: Affine
    mlp_norm: Tensor
    gate_up: Affine
    down: Affine


class Llama:
    """The weights of a LlamaForCausalLM, arranged for decoding in 32-bit floats."""

    def __init__(self, shape: LlamaShape, weights: dict[str, Tensor]) -> None:
        named = {name: tensor.to(torch.float32) for name, tensor in weights.items()}
        self.shape = shape
        self.embedding = named["model.embed_tokens.weight"]
        self.norm = named["model.norm.weight"]
        tied = shape.tied or "lm_head.weight" not in named
        self.head = _turned(self.embedding if tied else named["lm_head.weight"])
        self.layers = [_layer(named, f"model.layers.{i}.") for i in range(shape.layers)]
        self.cosine, self.signed_sine = _rotations(shape)

    def empty_cache(self, rows: int, capacity: int) -> Cache:
        """A cache with room for `capacity` positions of `rows` rows."""
        heads, size = self.shape.key_value_heads, self.shape.head_size
        keys = [torch.zeros(rows, heads, size, capacity) for _ in self.layers]
        values = [torch.zeros(rows, heads, capacity, size) for _ in self.layers]
        return Cache(keys, values, 0)

    def next_logits(self, tokens: Tensor, cache: Cache) -> Tensor:
        """Logits (R x vocabulary) after `tokens` (R x T); their keys and values join the cache."""
        rows, count = tokens.shape
        x = self.embedding[tokens].view(rows * count, -1)
        for i, layer in enumerate(self.layers):
            x = self._attend(x, layer, cache.keys[i], cache.values[i], cache.length, (rows, count))
            x = self._think(x, layer)
        cache.length += count
        last = x.view(rows, count, -1)[:, -1]
        return self._norm(last, self.norm) @ self.head

    def _attend(
        self, x: Tensor, layer: Layer, keys: Tensor, values: Tensor, start: int, by: tuple[int, int]
    ) -> Tensor:
        heads, shared = self.shape.heads, self.shape.key_value_heads
        end = start + by[1]
        mixed = _plus(None, self._norm(x, layer.attention_norm), *layer.query_key_value)
        mixed = mixed.view(*by, heads + 2 * shared, self.shape.head_size).transpose(1, 2)
        turned = self._rotate(mixed[:, : heads + shared], start, end)
        query, key, value = turned[:, :heads], turned[:, heads:], mixed[:, heads + shared :]
        keys[..., start:end] = key.transpose(2, 3)
        values[:, :, start:end] = value
        if by[1] == 1:
            seen = self._look_back(query, keys[..., :end], values[:, :, :end])
        else:
            seen = scaled_dot_product_attention(
                query, key, value, is_causal=True, enable_gqa=heads != shared
            )
        return _plus(x, seen.transpose(1, 2).reshape(x.shape[0], -1), *layer.output)

    def _look_back(self, query: Tensor, keys: Tensor, values: Tensor) -> Tensor:
        """Attention of one new position; a third of the time of the general kernel at this size."""
        rows, shared, size, _ = keys.shape
        query = query.reshape(rows * shared, -1, size) * size**-0.5
        weights = torch.bmm(query, keys.flatten(0, 1)).softmax(-1)
        return torch.bmm(weights, values.flatten(0, 1)).view(rows, -1, 1, size)

    def _think(self, x: Tensor, layer: Layer) -> Tensor:
        gate, up = _plus(None, self._norm(x, layer.mlp_norm), *layer.gate_up).chunk(2, -1)
        return _plus(x, silu(gate) * up, *layer.down)

    def _rotate(self, x: Tensor, start: int, end: int) -> Tensor:
        swapped = x.roll(self.shape.head_size // 2, -1)
        return torch.addcmul(x * self.cosine[start:end], swapped, self.signed_sine[start:end])

    def _norm(self, x: Tensor, weight: Tensor) -> Tensor:
        return rms_norm(x, (x.shape[-1],), weight, self.shape.norm_epsilon)


def _plus(x: Tensor | None, y: Tensor, matrix: Tensor, bias: Tensor | None) -> Tensor:
    total = y @ matrix if x is None else torch.addmm(x, y, matrix)
    return total if bias is None else total + bias


def _layer(named: dict[str, Tensor], prefix: str) -> Layer:
    def fused(*parts: str) -> Affine:
        names = [f"{prefix}{part}" for part in parts]
        biases = [named[f"{name}.bias"] for name in names if f"{name}.bias" in named]
        matrix = _turned(torch.cat([named[f"{name}.weight"] for name in names]))
        return matrix, torch.cat(biases) if biases else None

    return Layer(
        attention_norm=named[f"{prefix}input_layernorm.weight"],
        query_key_value=fused("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
        output=fused("self_attn.o_proj"),
        mlp_norm=named[f"{prefix}post_attention_layernorm.weight"],
        gate_up=fused("mlp.gate_proj", "mlp.up_proj"),
        down=fused("mlp.down_proj"),
    )


def _turned(matrix: Tensor) -> Tensor:
    return matrix.t().contiguous()


def _rotations(shape: LlamaShape) -> tuple[Tensor, Tensor]:
    """Cosine and sign-carrying sine per position (positions x D) of the rotary embedding."""
    share = torch.arange(0, shape.head_size, 2, dtype=torch.float32) / shape.head_size
    angle = torch.arange(shape.max_positions, dtype=torch.float32)[:, None] * (
        1 / shape.theta**share
    )
    sine = angle.sin()
    return torch.cat([angle, angle], -1).cos(), torch.cat([-sine, sine], -1)
