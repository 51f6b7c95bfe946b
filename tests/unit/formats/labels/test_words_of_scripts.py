"""Training data of every script: vowel signs stay with their word, and an annotation ends where it does."""

import json
from pathlib import Path

import pytest

from annotator.__main__ import main
from tests.unit.making import Desk

HINDI = "प्रधानमंत्री मोदी ने कहा। जापान सहमत है।"
UNSPACED = {"Chinese": ("習近平主席訪問了日本。", "習近平"), "Thai": ("นายกรัฐมนตรีไทยเยือนญี่ปุ่น", "ไทย")}


def exported(folder: Path, text: str, words: str, name: str, out: str) -> Path:
    desk = Desk(folder, text)
    desk.annotate("actor", words)
    desk.save()
    assert main(["export", str(desk.sidecar), "--to", name, "--out", f"{folder}/{out}", "--quiet"]) == 0
    return folder / out


def conll(folder: Path, text: str, words: str) -> list[list[str]]:
    """Give the words of each sentence."""
    lines = exported(folder, text, words, "conll", "x.conll").read_text(encoding="utf-8").split("\n\n")[1:]
    return [[line.split(" ")[0] for line in block.splitlines()] for block in lines if block.strip()]


def prodigy(folder: Path, text: str, words: str) -> list[list[str]]:
    line = json.loads(exported(folder, text, words, "prodigy", "x.jsonl").read_bytes())
    return [[token["text"] for token in line["tokens"]]]


def webanno(folder: Path, text: str, words: str) -> list[list[str]]:
    (path,) = exported(folder, text, words, "webanno-tsv", "tsv").rglob("*.tsv")
    blocks = path.read_text(encoding="utf-8").split("#Text=")[1:]
    return [[line.split("\t")[2] for line in block.splitlines() if line[:1].isdigit()] for block in blocks]


def docbin(folder: Path, text: str, words: str) -> list[list[str]]:
    import spacy

    path = exported(folder, text, words, "spacy-docbin", "x.spacy")
    (document,) = spacy.tokens.DocBin().from_disk(path).get_docs(spacy.vocab.Vocab())
    return [[token.text for token in document if not token.is_space]]


@pytest.mark.parametrize("tokens", [conll, prodigy, webanno, docbin])
def test_vowel_signs_are_no_words(tmp_path: Path, tokens: object) -> None:
    assert callable(tokens)
    found = tokens(tmp_path, HINDI, "मोदी")
    whole = ["प्रधानमंत्री", "मोदी", "ने", "कहा", "।"], ["जापान", "सहमत", "है", "।"]
    assert found == ([*whole] if tokens in (conll, webanno) else [whole[0] + whole[1]])


@pytest.mark.parametrize("tokens", [conll, prodigy, webanno, docbin])
@pytest.mark.parametrize("script", UNSPACED)
def test_where_no_spaces_stand_a_word_ends_with_an_annotation(tmp_path: Path, script: str, tokens: object) -> None:
    assert callable(tokens)
    text, words = UNSPACED[script]
    ((*found,),) = tokens(tmp_path, text, words)
    assert words in found
    assert "".join(found) == text


def test_a_wrapped_sentence_is_one(tmp_path: Path) -> None:
    text = "The minister of Ostia, Carla\nVerdi, told parliament that the\ntreaty would be kept. Conti left."
    whole = "The minister of Ostia , Carla Verdi , told parliament that the treaty would be kept ."
    assert conll(tmp_path, text, "Carla\nVerdi") == [whole.split(), ["Conti", "left", "."]]
