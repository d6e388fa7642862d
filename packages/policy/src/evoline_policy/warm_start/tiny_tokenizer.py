"""A byte-level BPE tokenizer trained on the demonstrations themselves."""

from __future__ import annotations

from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

PAD, BOS, EOS = "<|pad|>", "<|bos|>", "<|eos|>"

PIECES = "|".join(
    [
        "</?think>|</?solution>",
        "<<<<<<< SEARCH|=======|>>>>>>> REPLACE",
        "```python|```|###",
        r"\n| {4,}",
        " ?[A-Za-z]+|_[A-Za-z]+| ?[0-9]",
        r" ?[^\sA-Za-z0-9_`]+|_|\s|`",
    ]
)
"""Merges never cross these. Markers, line ends and indentation stay whole, so that a line gives the
same tokens in a file and in a SEARCH block: copying it is then copying tokens."""


def train_tokenizer(texts: Iterable[str], vocabulary_limit: int) -> PreTrainedTokenizerFast:
    """A tokenizer of at most `vocabulary_limit` tokens that puts BOS before every text."""
    tokenizer = Tokenizer(models.BPE())
    split = pre_tokenizers.Split(Regex(PIECES), behavior="isolated")
    to_bytes = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, to_bytes])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary_limit,
        special_tokens=[PAD, BOS, EOS],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{BOS} $A", special_tokens=[(BOS, tokenizer.token_to_id(BOS))]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=PAD,
        bos_token=BOS,
        eos_token=EOS,
        padding_side="left",
        clean_up_tokenization_spaces=False,
    )
