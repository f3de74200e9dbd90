"""A full disk: what cannot be kept is refused, nothing acknowledged is lost, and room is enough to
work again, without a restart."""

import pytest
from sqlalchemy import event, func, select

from contrib_app.contributions.models import Contribution, State
from tests.contrib_app.proposals import propose, session_of

pytestmark = pytest.mark.one_database


def test_a_full_disk(app, client):
    tokens = [f"{rank:032x}" for rank in range(40)]
    for token in tokens:
        propose(app, state=State.DRAFT, token=token)
    engine = app.extensions["database"]
    limit = {"pages": 1}  # SQLite takes at least what the file has already

    @event.listens_for(engine, "begin")
    def bound(connection):
        connection.exec_driver_sql(f"PRAGMA max_page_count = {limit['pages']}")

    def send(token):
        data = {"may_read": "y", "email": f"{'x' * 200}@{'y' * 40}.example"}
        return client.post(f"/contribution/{token}", data=data).status_code

    answers = {token: send(token) for token in tokens}
    assert set(answers.values()) == {200, 503}, "the disk was never full, or always"
    kept = [token for token, status in answers.items() if status == 200]
    with session_of(app) as session:
        query = (
            select(func.count()).select_from(Contribution).where(Contribution.state == State.NEW)
        )
        assert session.scalar(query) == len(kept)
    limit["pages"] = 1_000_000
    assert all(send(token) == 200 for token in tokens)
