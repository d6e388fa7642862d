"""GRPO in plain PyTorch, for tests only: a second implementation that TRL is held against.

Every formula stands here once, in small functions, without padding and without batching: one
sample goes through the policy at a time. It shares no code with `evoline_policy`, which must not
import it.

Axes, named in suffixes: B samples of an update, G samples of a group, P tokens of a prompt, T
tokens of a completion, V tokens of the vocabulary. Log-probabilities and KL are in nats.

What counts in the denominator of each loss (`aggregate`; shown by `test_denominators`):

| loss    | divides by                                    | masked or removed sample |
| ------- | --------------------------------------------- | ------------------------ |
| grpo    | own tokens, then B                            | counts, as one of B      |
| dr_grpo | B x longest completion allowed                | counts, as one of B      |
| dapo    | kept tokens of the whole update               | counts nothing           |
| bnpo    | kept tokens of its micro-batch, then these    | counts nothing           |

B is the size of an update, not of the batch: a place that stays empty is a masked sample. A group
without variance that stays in counts like any other, with a gradient of 0 but for KL. Removing it
leaves a step of grpo or dr_grpo as it is and makes one of dapo larger, by the tokens that went;
only a refill changes the former. Removing and masking are the same to every loss.
"""
