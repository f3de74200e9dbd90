"""The pages of a table of decisions: upload, map, read the report, make a case of a cluster."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required

from contrib_app.catalogue import find_benefit
from contrib_app.contributions import wording as contributions
from contrib_app.contributions.models import Evidence
from contrib_app.database import get_session
from contrib_app.simulator.wording import month_words, number, plural
from contrib_app.tables import service, wording
from contrib_app.tables.columns import FACTS
from contrib_app.tables.forms import ClusterForm, UploadForm, columns_form, mapping_of
from contrib_app.tables.models import DecisionTable, Stage
from contrib_app.tables.reading import LARGEST, Unreadable, read_table

bp = Blueprint("tables", __name__, url_prefix="/agents/tableaux")


@bp.before_request
@login_required
def only_reviewers():
    """Everything here needs a signed-in reviewer."""


def allow_large_files() -> None:
    """Let a table in, larger than any other form; it comes before what reads the form."""
    if request.endpoint == "tables.index":
        request.max_content_length = LARGEST + 64 * 1024
        request.max_form_memory_size = 256 * 1024  # Werkzeug reads files through it, in parts


@bp.route("", methods=["GET", "POST"])
def index():
    session = get_session()
    form = UploadForm()
    if form.validate_on_submit():
        try:
            table = read_table(form.file.data.read(LARGEST + 1))
        except Unreadable as error:
            form.file.errors = [*form.file.errors, wording.refusal(error)]
        else:
            kept = service.keep(
                session,
                table,
                reviewer=current_user,
                benefit=form.benefit.data,
                month=form.month_written(form.month.data),
            )
            session.commit()
            return redirect(url_for(".columns", token=kept.token), 303)
    page = render_template(
        "tables/index.html",
        form=form,
        tables=service.tables_of(session, current_user),
        stages=wording.STAGES,
        benefit=find_benefit,
    )
    return page, 400 if form.errors else 200


@bp.route("/<token>/colonnes", methods=["GET", "POST"])
def columns(token: str):
    session, kept = get_session(), found(token)
    if kept.stage != Stage.UPLOADED:
        return redirect(url_for(".show", token=token), 303)
    table = service.table_of(kept)
    form = columns_form(table)
    problems: list[service.Problem] = []
    if form.validate_on_submit():
        mapping = mapping_of(form, table)
        if not form.form_errors:
            rows = service.mapped(table, mapping)
            problems = rows.problems
            if rows.facts and (not problems or form.without_wrong_rows.data):
                service.ask_for_report(session, kept, rows)
                session.commit()
                return redirect(url_for(".show", token=token), 303)
    page = render_template(
        "tables/columns.html",
        form=form,
        table=table,
        problems=problems,
        shown=service.SHOWN_PROBLEMS,
        facts=FACTS,
        count=plural,
    )
    return page, 400 if form.errors or problems else 200


@bp.get("/<token>")
def show(token: str):
    kept = found(token)
    if kept.stage == Stage.UPLOADED:
        return redirect(url_for(".columns", token=token), 303)
    if kept.stage != Stage.DONE:
        return render_template(
            "tables/waiting.html", table=kept, count=plural, failed=kept.stage == Stage.FAILED
        )
    return report_page(kept, ClusterForm())


@bp.post("/<token>/groupe/<int:rank>")
def propose(token: str, rank: int):
    session, kept, form = get_session(), found(token), ClusterForm()
    if kept.report is None or rank >= len(kept.report["clusters"]):
        abort(404)
    if not form.validate_on_submit():
        return report_page(kept, form), 400
    draft = service.draft_of_cluster(
        session,
        kept,
        rank,
        evidence=Evidence[form.evidence.data],
        key=current_app.config["SECRET_KEY"],
    )
    session.commit()
    return redirect(url_for("contributions.preview", token=draft.token), 303)


@bp.post("/<token>/effacer")
def forget(token: str):
    session = get_session()
    service.forget(session, found(token))
    session.commit()
    flash("Tableau effacé.")
    return redirect(url_for(".index"), 303)


def report_page(kept: DecisionTable, form: ClusterForm):
    return render_template(
        "tables/report.html",
        table=kept,
        form=form,
        agreement=service.agreement_of(kept),
        benefit=find_benefit(kept.benefit),
        month=month_words(kept.month),
        grades=contributions.GRADES,
        gaps=wording.gap_words(),
        conditions=wording.condition_words,
        number=number,
        count=plural,
    )


def found(token: str) -> DecisionTable:
    return service.find(get_session(), token, current_user) or abort(404)
