"""Digests of the words that tell one article from another."""

from montjoie.ground.wording import MOST_WEIGHED, article_words, telling_words, tokens, word_shares
from montjoie.schema import Span

STREET = "Two people died when a shell hit Qarnabesh street. Qarnabesh was quiet before. The police said so."


def test_what_is_said_often_and_elsewhere_seldom_weighs_most() -> None:
    words = dict(article_words(None, STREET))
    assert max(words, key=lambda digest: words[digest]) in dict(article_words(None, "Qarnabesh"))


def test_a_word_that_every_tenth_report_has_is_left_out() -> None:
    assert word_shares()["police"] >= 1_000
    assert article_words(None, "The police said so, police.") == article_words(None, "")


def test_the_title_counts() -> None:
    assert article_words("Qarnabesh", "Two people died.") == article_words(None, "Two people died. Qarnabesh")


def test_only_the_heaviest_words_are_kept_and_their_order_is_fixed() -> None:
    text = " ".join(f"zq{first}{second}word" for first in "abcdefghij" for second in "abcdefghij")
    words = article_words(None, text)
    assert len(words) == MOST_WEIGHED
    assert list(words) == sorted(words, key=lambda one: (-one[1], one[0]))


def test_telling_words_are_those_of_the_sentences_with_a_trigger() -> None:
    sentences = [Span(start=0, end=50), Span(start=51, end=78), Span(start=79, end=99)]
    first = telling_words(STREET, sentences, [Span(start=11, end=15)])
    assert set(telling_words("Qarnabesh.", [Span(start=0, end=10)], [Span(start=0, end=9)])) <= set(first)


def test_a_word_is_counted_as_often_as_it_stands_there_without_accents_and_figures() -> None:
    assert tokens("Alep: 12 alep, Alép at it") == ["alep", "alep", "alep"]
