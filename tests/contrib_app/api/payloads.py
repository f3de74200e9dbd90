"""Hostile requests, each of which hangs, breaks or misleads some computing service.

The list comes from what OpenFisca's own Web API does not survive: texts that it evaluates, axes,
odd periods, amounts that are not numbers, identifiers, thousands of persons, repeated keys.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

P = "2024-01"
JSON = "application/json"
REFUSED = frozenset({400, 413, 415, 422})
COMPUTED = frozenset({200, 422})


@dataclass(frozen=True)
class Payload:
    """A body to post, and the statuses that are right for it."""

    name: str
    body: bytes
    statuses: frozenset = REFUSED
    content_type: str | None = JSON


def payloads() -> list[Payload]:
    """Return all the hostile requests, each under a name of its own."""
    found = [
        Payload(f"{kind}: {name}", *rest)
        for kind, listed in (
            ("bytes", _bytes()),
            ("content type", _content_types()),
            ("shape", _shapes()),
            ("value", _values()),
            ("period", _periods()),
            ("output", _outputs()),
            ("persons", _persons()),
            ("groups", _groups()),
            ("axes", _axes()),
            ("size", _sizes()),
            ("heavy", _heavy()),
        )
        for name, *rest in listed
    ]
    assert len({one.name for one in found}) == len(found)
    return found


def request(inputs=None, *, persons=None, groups=None, outputs=None, **others) -> bytes:
    """Return a body that is right but for what is given."""
    persons = persons if persons else {"a": {"date_naissance": "1985-01-01", **(inputs or {})}}
    situation = {
        "individus": persons,
        "familles": {"f": {"parents": list(persons)[:1], "enfants": list(persons)[1:]}},
        "foyers_fiscaux": {
            "g": {"declarants": list(persons)[:1], "personnes_a_charge": list(persons)[1:]}
        },
        "menages": {
            "m": {"personne_de_reference": list(persons)[:1], "enfants": list(persons)[1:]}
        },
        **(groups or {}),
    }
    body = {
        "period": P,
        "situation": situation,
        "outputs": {"rsa": P} if outputs is None else outputs,
        **others,
    }
    return json.dumps(body).encode()


def person(raw: str) -> bytes:
    """Return a body where the inputs of a person are written as they are, valid JSON or not."""
    return b'{"period":"2024-01","outputs":{"rsa":"2024-01"},"situation":{"individus":{"a":' + (
        raw.encode("utf-8", "surrogatepass") + b"}}}"
    )


def _bytes() -> Iterator[tuple]:
    whole = request()
    for name, body in {
        "nothing": b"",
        "null": b"null",
        "a number": b"1",
        "a string": b'"rsa"',
        "a list": b"[]",
        "true": b"true",
        "half of a request": whole[: len(whole) // 2],
        "two requests": whole + whole,
        "a trailing comma": whole[:-1] + b",}",
        "single quotes": whole.replace(b'"', b"'"),
        "latin-1": request({"été": 1}).replace(b"\\u00e9", b"\xe9"),
        "utf-16": whole.decode().encode("utf-16"),
        "utf-32": whole.decode().encode("utf-32"),
        "a byte order mark": b"\xef\xbb\xbf" + whole,
        "zeros": b"\0" * 100,
        "0xff": b"\xff" * 100,
        "yaml": b"situation:\n  individus: {a: {age: 3}}\n",
        "a yaml tag": b"!!python/object/apply:os.system [id]",
        "xml": b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
        "a comment": b"/* hello */" + whole,
        "a form": b"situation=1&period=2024-01",
        "a pickle": b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00\x8c\x07builtins\x94.",
        "arrays 100 000 deep": None,
        "objects 9 000 deep": b'{"a":' * 9000 + b"1" + b"}" * 9000,
        "arrays 9 levels deep": b"[" * 9 + b"]" * 9,
        "arrays never closed": b"[" * 60_000,
        "a quote never closed": b'{"period":"' + b"x" * 1000,
        "an escape never closed": b'{"period":"\\',
        "a surrogate as a key": b'{"\\ud800":1}',
        "a number of 5 000 digits": person('{"salaire_de_base":' + "9" * 5000 + "}"),
        "a decimal of 5 000 digits": person('{"salaire_de_base":0.' + "9" * 5000 + "}"),
        "an exponent of 19 digits": person('{"salaire_de_base":1e9999999999999999}'),
    }.items():
        if body is not None:
            yield name, body
    yield "arrays 30 000 deep", b"[" * 30_000 + b"]" * 30_000


def _content_types() -> Iterator[tuple]:
    for given in (
        None,
        "",
        "text/plain",
        "text/html",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/xml",
        "application/yaml",
        "application/x-yaml",
        "application/jsonp",
        "application/problem+json",
        "application/octet-stream",
        "application",
        "json",
        "*/*",
        "; charset=utf-8",
    ):
        yield f"{given!r}", request(), REFUSED, given


def _shapes() -> Iterator[tuple]:
    odd = {
        "null": None,
        "a number": 1,
        "a string": "x",
        "a list": [],
        "a list of lists": [[]],
        "true": True,
        "nothing in it": {},
    }
    for name, value in odd.items():
        yield f"situation is {name}", json.dumps({"period": P, "situation": value}).encode()
        yield (
            f"persons are {name}",
            json.dumps(
                {"period": P, "situation": {"individus": value}, "outputs": {"rsa": P}}
            ).encode(),
        )
        if value != {}:
            yield f"a person is {name}", request(persons={"a": value})
        yield f"families are {name}", request(groups={"familles": value})
        yield f"a family is {name}", request(groups={"familles": {"f": value}})
        yield (
            f"outputs are {name}",
            request(outputs=value)
            if value is not None
            else person("{}")[:-1] + b',"outputs":null}',
        )
        yield f"the period is {name}", request(period=value)
    yield "no situation", json.dumps({"period": P}).encode()
    yield "no period", json.dumps({"situation": {"individus": {"a": {}}}}).encode()
    yield "an unknown field", request(reforms=["os"])
    yield "extensions", request(extensions=["os"])
    yield "an unknown entity", request(groups={"chiens": {"rex": {}}})
    yield "an entity by its key", request(groups={"famille": {"f": {"parents": ["a"]}}})
    yield "the prototype of JavaScript", person('{"__proto__":{"x":1}}')
    yield "a person twice", person('{}, "a":{}')
    yield "a variable twice", person('{"salaire_de_base":1,"salaire_de_base":2}')
    yield "a period twice", person('{"salaire_de_base":{"2024-01":1,"2024-01":2}}')
    yield "the situation twice", b'{"period":"2024-01","situation":{},"situation":{}}'
    yield "values five levels down", request({"salaire_de_base": {P: {P: {P: 1}}}})


TEXTS = (
    "9**9**8",
    "9**9**9**9",
    "'a'*10**9",
    "(1,)*10**9",
    "1<<10**10",
    "1/0",
    "1%0",
    "sum(1)",
    "1+1" * 50,
    "-" * 50 + "1",
    "9**9**6",
    "1+1",
    "1000",
    "1e3",
    "0x10",
    "__import__('os').system('id')",
    "().__class__.__bases__",
    "nan",
    "inf",
    "",
    " ",
    "\ud800",
    "\x00",
    "١٢٣",
    "1_000",
    "1 000,50",
)


def _values() -> Iterator[tuple]:
    for text in TEXTS:
        yield f"salary {text[:20]!r}", request({"salaire_de_base": {P: text}})
    for raw in ("NaN", "Infinity", "-Infinity", "1e400", "1e39", "-1e39", "1e8", "10000001"):
        yield f"salary {raw}", person('{"salaire_de_base":{"2024-01":' + raw + "}}")
    odd = {"null": None, "true": True, "false": False, "a list": [1, 2], "an empty list": []}
    for name, value in {**odd, "an object": {"x": 1}, "an empty object": {}}.items():
        yield f"salary is {name}", request({"salaire_de_base": {P: value}})
    for name, value in {**odd, "decimal": 3.7, "text": "30", "huge": 10**12}.items():
        yield f"age is {name}", request({"age": {P: value}})
    for value in ("false", "true", 0, 1, 2.5, None, [], "", "oui"):
        yield f"a boolean is {value!r}", request({"handicap": {P: value}})
    for value in (250, -1, 300, 1.5, True, "", "marié", "MARIE", None, ["marie"], 0, "x" * 300):
        yield f"an enumeration is {str(value)[:20]!r}", request({"statut_marital": {P: value}})
    for value in (
        "now",
        "today",
        "NaT",
        "",
        None,
        19850301,
        "0000-01-01",
        "10000-01-01",
        "999999999999",
        "2100-01-01",
        "1899-12-31",
        "2030-01-01",
        "1985-02-30",
        "1985-13-01",
        "1985-1-1",
        "1985-01-01T00:00:00",
        "1985-W01-1",
        "01/01/1985",
        ["1985-01-01"],
        True,
        1985.5,
        "１９８５-01-01",
    ):
        yield f"a birth date is {str(value)[:20]!r}", request({"date_naissance": value})
    for value in ("ZZZZZ", 75056, "7505", "750560", "", None, "x" * 300, "99999", "2C001", True):
        home = {"menages": {"m": {"personne_de_reference": ["a"], "depcom": {P: value}}}}
        yield f"a commune is {str(value)[:20]!r}", request(groups=home)
    yield "an unknown variable", request({"salair_de_base": 1})
    yield "an unknown variable of 30 000 letters", request({"x" * 30_000: 1})
    yield "a variable of another entity", request({"loyer": {P: 100}})
    yield "a variable that is a formula", request({"rsa": {P: 100}})
    yield "an empty name of variable", request({"": 1})
    yield "a role among persons", request({"parents": ["a"]})


def _periods() -> Iterator[tuple]:
    for period in (
        "0001-01",
        "9999-12",
        "1999-12",
        "2050-01",
        "month:2024-01:0",
        "month:2024-01:-5",
        "month:2024-01:99999",
        f"month:2024-01:{10**9}",
        "month:2024-01:61",
        "month:2049-12:2",
        "month:2024",
        "month:2024-01:1.5",
        "year:2024:10000",
        "year:2024-13",
        "day:2024-01-01:10000000",
        "2024-01-01",
        "2024-1",
        "2024-13",
        "2024-00",
        "24-01",
        "2024/01",
        "2024-W01",
        "week:2024-W01",
        "weekday:2024-W01-1",
        "ETERNITY",
        "eternity",
        "now",
        "",
        " 2024-01",
        "2024-01\n",
        "２０２４-01",
        "null",
        "x" * 300,
        "9" * 4000,
    ):
        yield f"salary for {period[:20]!r}", request({"salaire_de_base": {period: 1000}})
        yield f"computed month {period[:20]!r}", request(period=period)
    yield "a month for a date of birth", request({"date_naissance": {P: "1985-01-01"}})


def _outputs() -> Iterator[tuple]:
    for period in ("2024", "year:2024", "month:2024-01:2", "ETERNITY", "2024-01-01", "", "x", "0"):
        yield f"rsa for {period!r}", request(outputs={"rsa": period})
    for name, period in {
        "age": "2024",
        "rfr": P,
        "date_naissance": "ETERNITY",
        "irpp": "month:2024-01:12",
        "": P,
        "nothing_such": P,
        "x" * 300: P,
        "../../etc/passwd": P,
    }.items():
        yield f"{name[:20]!r} for {period}", request(outputs={name: period})
    for value in (None, 2024, True, [P], {P: None}):
        yield f"rsa for the value {value!r}", request(outputs={"rsa": value})
    yield "a list of names", request(outputs=["rsa"])
    yield "61 outputs", request(outputs={f"v{rank}": P for rank in range(61)})


def _persons() -> Iterator[tuple]:
    for name in (
        "",
        "a/b",
        "*",
        "[a-z]",
        "\x00",
        "é",
        "a b",
        "a.b",
        "a" * 33,
        "<script>alert(1)</script>",
        "{{7*7}}",
        "%s%n",
        "../a",
        "\ud800",
        "\u202e",
        "'; DROP TABLE simulations; --",
    ):
        yield f"a person called {name[:20]!r}", request(persons={name: {}})
    yield "21 persons", request(persons={f"p{rank}": {} for rank in range(21)})
    yield "1 000 persons", request(persons={f"p{rank}": {} for rank in range(1000)})


def _groups() -> Iterator[tuple]:
    def families(given):
        return request(groups={"familles": given})

    yield "nobody", families({"f": {}})
    yield "an unknown person", families({"f": {"parents": ["b"]}})
    yield "a person twice in a role", families({"f": {"parents": ["a", "a"]}})
    yield "a person in two roles", families({"f": {"parents": ["a"], "enfants": ["a"]}})
    yield "a person in two groups", families({"f": {"parents": ["a"]}, "g": {"parents": ["a"]}})
    yield "a person in none", families({"f": {"enfants": []}})
    yield "an empty group beside", families({"f": {"parents": ["a"]}, "g": {}})
    yield "a role that is a text", families({"f": {"parents": "a"}})
    yield "a role that is a number", families({"f": {"parents": 0}})
    yield "a role that is null", families({"f": {"parents": None}})
    yield "a role that is true", families({"f": {"parents": [True]}})
    yield "a role with a list", families({"f": {"parents": [["a"]]}})
    yield "a role with an object", families({"f": {"parents": [{}]}})
    yield "an unknown role", families({"f": {"parents": ["a"], "chefs": ["a"]}})
    yield (
        "three parents",
        request(
            persons={"a": {}, "b": {}, "c": {}},
            groups={"familles": {"f": {"parents": list("abc")}}},
        ),
    )
    yield "nine groups", families({f"f{rank}": {"parents": ["a"]} for rank in range(9)})
    yield "a group with an odd name", families({"f/g": {"parents": ["a"]}})
    yield (
        "half of the persons",
        request(persons={"a": {}, "b": {}}, groups={"familles": {"f": {"parents": ["a"]}}}),
    )


def _axes() -> Iterator[tuple]:
    salary = {"name": "salaire_de_base", "period": P, "min": 0, "max": 9}
    for axes in (
        [],
        [[]],
        {},
        "x",
        None,
        [salary],
        [[salary]],
        [[salary | {"count": 0}]],
        [[salary | {"count": -1}]],
        [[salary | {"count": 2.5}]],
        [[salary | {"count": "3"}]],
        [[salary | {"count": 3}]],
        [[salary | {"count": 3, "index": 99}]],
        [[salary | {"count": 3, "max": "9"}]],
        [[salary | {"count": 10**5}]],
        [[salary | {"count": 10**8}]],
        [[salary | {"count": 100}]] * 3,
        [[salary | {"count": 3, "name": "nothing_such"}]],
    ):
        shown = json.dumps(axes)[:24] + json.dumps(axes)[-60:]
        yield f"in the situation, {shown}", request(groups={"axes": axes})
    yield "beside the situation", request(axes=[[salary | {"count": 3}]])


def _sizes() -> Iterator[tuple]:
    yield (
        "601 values",
        request(
            persons={
                f"p{rank}": {
                    "salaire_de_base": {f"20{y:02}-01": 1 for y in range(20, 50)} | {"2019": 1}
                }
                for rank in range(20)
            }
        ),
    )
    yield (
        "41 periods",
        request(
            {
                "salaire_de_base": {
                    f"{2010 + rank // 12}-{rank % 12 + 1:02}": 1 for rank in range(41)
                }
            }
        ),
    )
    yield "70 kilobytes", request({"x": "y" * 70_000})
    yield "900 kilobytes", request({"x": "y" * 900_000})
    yield "70 kilobytes of spaces", request() + b" " * 70_000
    yield "a list of 20 000 numbers", request({"salaire_de_base": [1] * 20_000})


def _heavy() -> Iterator[tuple]:
    """Requests within all limits, that must be computed or refused before the deadline."""
    everybody = {f"p{rank}": {"date_naissance": "1985-01-01"} for rank in range(20)}
    yield "20 persons", request(persons=everybody), COMPUTED
    yield "the last month of all", request(outputs={"rsa": "2049-12"}), COMPUTED
    yield "the first month of all", request(outputs={"rsa": "2000-01"}), COMPUTED
    yield "a month before the law", request(outputs={"ppa": "2010-01"}), COMPUTED
    yield "a salary of ten million", request({"salaire_de_base": {P: 10**7}}), COMPUTED
    yield "a salary below zero", request({"salaire_de_base": {P: -(10**7)}}), COMPUTED
    yield (
        "a whole number that float32 has not",
        request({"salaire_de_base": {P: 9999999}}),
        COMPUTED,
    )
    yield "born in 1900", request({"date_naissance": "1900-01-01"}), COMPUTED
    yield (
        "benefits at many months",
        request(
            outputs={
                name: f"20{20 + rank % 20}-{rank % 12 + 1:02}"
                for rank, name in enumerate(
                    ("rsa", "ppa", "af", "cf", "asf", "paje_base", "aspa", "asi", "ass", "aah")
                )
            }
        ),
        COMPUTED,
    )
