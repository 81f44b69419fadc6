"""One page has one address, however it is written."""

import pytest

from montjoie.collect import canonical_url


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://ridgepost.example/a/b", "https://ridgepost.example/a/b"),
        ("HTTPS://RidgePost.example:443/a/b/", "https://ridgepost.example/a/b"),
        ("http://ridgepost.example:80/a?utm_source=x&id=3&fbclid=y#top", "http://ridgepost.example/a?id=3"),
        ("http://ridgepost.example:8080/a", "http://ridgepost.example:8080/a"),
        ("https://ridgepost.example/A/B?Id=a%20b", "https://ridgepost.example/A/B?Id=a%20b"),
        ("https://ridgepost.example/?p=12", "https://ridgepost.example?p=12"),
        (" https://ridgepost.example/a ", "https://ridgepost.example/a"),
        ("https://ridgepost.example/", None),
        ("https://ridgepost.example/?utm_source=x", None),
        ("https://a.example/x ;;;; https://b.example/y", None),
        ("ridgepost.example/a", None),
        ("/relative", None),
        ("javascript:alert(1)", None),
        ("https://[bad/a", None),
        ("https://host:99999/a", None),
        ("", None),
    ],
)
def test_an_address_is_written_one_way(url: str, canonical: str | None) -> None:
    assert canonical_url(url) == canonical
    if canonical is not None:
        assert canonical_url(canonical) == canonical
