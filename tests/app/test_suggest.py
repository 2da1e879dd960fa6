"""Completions as you type, and the document that tells browsers where they are."""

from urllib.parse import quote

import pytest
from lxml import etree
from starlette.testclient import TestClient

OPENSEARCH = {"o": "http://a9.com/-/spec/opensearch/1.1/"}


def test_an_array_of_labels_glosses_and_addresses(client: TestClient) -> None:
    answer = client.get("/v1/suggest", params={"q": "sanq"})
    assert answer.headers["content-type"].split(";")[0] == "application/x-suggestions+json"
    typed, labels, glosses, addresses = answer.json()
    assert (typed, labels, glosses) == ("sanq", ["三清零"], ["closing the three R&D gaps"])
    [address] = addresses
    assert client.get(address).json()["headword"] == "三清零"


@pytest.mark.parametrize(
    ("typed", "first"),
    [("sqling", "三清零"), ("三ql", "三清零"), ("兩個", "两个毫不动摇"), ("hidden ch", "隐形冠军"), ("“三", "三清零")],
)
def test_what_is_typed_is_completed(client: TestClient, typed: str, first: str) -> None:
    assert client.get("/v1/suggest", params={"q": typed}).json()[1][0] == first


@pytest.mark.parametrize("typed", ["", " ", "“", "'", "qqqqq"])
def test_nothing_typed_yet_is_an_empty_list(client: TestClient, typed: str) -> None:
    assert client.get("/v1/suggest", params={"q": typed}).json() == [typed, [], [], []]


def test_the_first_so_many(client: TestClient) -> None:
    assert [len(part) for part in client.get("/v1/suggest", params={"q": "s", "limit": 3}).json()[1:]] == [3, 3, 3]
    assert client.get("/v1/suggest", params={"q": "s", "limit": 51}).status_code == 422
    assert client.get("/v1/suggest").status_code == 422
    assert client.get("/v1/suggest", params={"q": "三" * 201}).status_code == 422


def test_the_description_leads_to_what_it_describes(client: TestClient) -> None:
    answer = client.get("/opensearch.xml")
    assert answer.headers["content-type"].split(";")[0] == "application/opensearchdescription+xml"
    description = etree.fromstring(answer.content)
    assert description.findtext("o:ShortName", namespaces=OPENSEARCH) == "Mingci"
    urls = description.findall("o:Url", namespaces=OPENSEARCH)
    assert [url.get("type") for url in urls] == ["application/x-suggestions+json", "application/json"]
    for url in urls:
        template = url.get("template")
        assert template
        assert template.startswith("http://testserver/")
        assert "三清零" in client.get(template.replace("{searchTerms}", quote("三ql"))).text


def test_the_address_asked_for_is_the_address_given(client: TestClient) -> None:
    answer = client.get("/opensearch.xml", headers={"Host": "terms.example:8080"})
    assert 'template="http://terms.example:8080/v1/suggest?q={searchTerms}"' in answer.text
