"""Words of passages as an older version read them, read anew from their texts. Nothing is embedded again."""

from dataclasses import replace

from retrieval.milvus.batch import STANDING, whole
from retrieval.milvus.connection import Connection
from retrieval.milvus.rows import in_pieces, words_of
from retrieval.milvus.schema import PASSAGE_FIELDS, Names
from retrieval.milvus.state import State, write_state
from retrieval.terms import FORMAT


def renew(connection: Connection, names: Names, state: State) -> State:
    """The state after every passage of this encoder has today's words; they show with the next publication.

    Each page is a change of its own: a killed renewal goes on where it stopped.
    """
    if state.words == FORMAT:
        return state
    for page in connection.pages(names.passages, f"{STANDING} and came <= {state.change}", fields=PASSAGE_FIELDS):
        change, number = state.change + 1, state.rows
        rows, pieces = [], []
        for stored, row in zip(page, whole(connection, names, page), strict=True):
            renewed = row | words_of(row)
            if renewed == row:
                continue
            number += 1
            version, apart = in_pieces(renewed | {"row": number, "came": change, "more": 0})
            rows += [stored | {"gone": change}, version]
            pieces += apart
        if not rows:
            continue
        connection.write(names.pieces, pieces)
        connection.write(names.passages, rows)
        connection.flush([names.pieces, names.passages])
        state = replace(state, change=change, rows=number)
        write_state(connection, names, state)
    return state
