"""The page that `lawcases run --html` writes, in a real browser: it is filtered as it says."""

import pytest

from lawcases import Case, Check, Difference, Outcome, Place, Report, html_text, results_of

pytestmark = pytest.mark.browser


def outcome(name, expected):
    differs = None if expected == 1 else Difference(expected, 1)
    check = Check("rent", None, "2024-03", expected, 1, differs)
    return Outcome(Case(name, "2024-03", {}, {}, place=Place("a.yaml", 1)), (check,))


def test_the_page_is_filtered_by_words_and_by_verdict(browser, tmp_path):
    text = html_text(Report(results_of([outcome("A tenant", 1), outcome("An <b>owner</b>", 2)])))
    (tmp_path / "report.html").write_text(text, encoding="utf-8")
    page = browser.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto((tmp_path / "report.html").as_uri())

    def shown():
        return [
            one.text_content().split("\n")[0]
            for one in page.query_selector_all("summary")
            if one.is_visible()
        ]

    assert shown() == ["failed An <b>owner</b>", "passed A tenant"]
    page.get_by_label("Search").fill("owner rent")
    assert shown() == ["failed An <b>owner</b>"]
    page.get_by_label("Search").fill("")
    page.get_by_label("failed").uncheck()
    assert shown() == ["passed A tenant"]
    assert page.locator("output").text_content() == "1 of 2 shown"
    assert complaints == []
    page.close()
