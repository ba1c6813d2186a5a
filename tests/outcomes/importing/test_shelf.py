"""What the store has, against what a table says."""

import threading

from measure.outcomes.decision import Decision, decided
from measure.outcomes.importing.intake import import_table
from measure.outcomes.store import Store

HEAD = "subject,visit,level,measure,value,unit\n"
ROW = HEAD + "7,v1,L1,wedge_angle,4,deg\n"


def test_a_draft_that_a_reader_decided_on_is_nothing_new(keyed, rows, store):
    keyed(ROW)
    (draft,) = rows()
    with Store.open(store) as opened:
        assert opened.decide([decided(draft, Decision.AMEND, "AB", 7.5, on=1)], batch="b") == set()
    done = keyed(ROW)
    assert (done.added.unchanged, done.added.revised, done.rejected) == (1, 0, 0)
    assert [row.value for row in rows()] == [7.5]
    other = keyed(ROW.replace(",4,", ",5,"))
    assert "confirmed by a person" in str(other.problems[0])
    assert "measured" not in str(other.problems[0])


def test_two_imports_at_once_add_each_row_once(tmp_path, store, rows):
    table = tmp_path / "t.csv"
    table.write_text(HEAD + "".join(f"{n},v1,L1,wedge_angle,{n % 9},deg\n" for n in range(1000, 1700)))
    with Store.open(store):
        pass
    done = []

    def run(name):
        done.append(import_table(table, store, rejects=tmp_path / f"{name}.csv"))

    threads = [threading.Thread(target=run, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one.added.inserted for one in done) == 700
    assert [one.rejected for one in done] == [0, 0]
    assert len(rows(current=False)) == 700


def test_a_dry_run_against_a_store_that_is_there(keyed, rows):
    keyed(ROW)
    done = keyed(ROW.replace(",4,", ",5,") + "7,v1,L2,wedge_angle,4,deg\n", dry_run=True)
    assert (done.added.inserted, done.added.revised) == (1, 1)
    assert [row.value for row in rows(current=False)] == [4.0]
