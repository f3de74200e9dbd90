"""A person passes, with or without a script; a robot that does nothing for it does not."""

from itertools import count

import pytest

from contrib_app.contributions.effort import BITS, LIFETIME, challenge, is_found, refusal

KEY = "a key"


def solved(given):
    return next(str(number) for number in count() if is_found(given, str(number)))


def test_a_script_passes_at_once():
    given = challenge(KEY, 1000)
    assert refusal(given, solved(given), KEY, 1000) == ""


def test_a_number_found_for_another_form_does_not_pass():
    other = solved(challenge(KEY, 1000))
    given = next(one for one in iter(lambda: challenge(KEY, 1000), "") if not is_found(one, other))
    assert refusal(given, other, KEY, 1000) == "too_fast"


def test_a_person_without_a_script_passes_in_time():
    given = challenge(KEY, 1000)
    assert refusal(given, "", KEY, 1007) == "too_fast"
    assert refusal(given, "", KEY, 1008) == ""
    assert refusal(given, "", KEY, 1000 + LIFETIME) == ""
    assert refusal(given, "", KEY, 1001 + LIFETIME) == "over"


@pytest.mark.parametrize("given", ["", ".", "5", "999999999.00.00", "x.y.z", "é.é.é", "1" * 5000])
def test_a_forged_challenge_is_refused(given):
    assert refusal(given, "0", KEY, 1000) == "forged"


@pytest.mark.parametrize("answer", ["-1", "1e5", "٣", "0" * 10, "abc", " "])
def test_an_answer_is_a_number(answer):
    assert not is_found(challenge(KEY, 0), answer)


def test_the_effort_is_small_but_real():
    efforts = [int(solved(challenge(KEY, 0))) for _ in range(8)]
    assert 0 < sum(efforts) / 8 < 8 * 2**BITS
