"""Applying what files now hold, so that one that can't be applied is named and the rest goes on.

An article may move from one file to another in any order: the file that it comes to waits until the other was applied.
"""

from collections.abc import Sequence

from retrieval.errors import ArticleRefused, LibraryBusy, LibraryError
from retrieval.library import FileChange, Library
from retrieval.survey import Problem


class Applier:
    """Applies files' changes to a library and counts what that did. For one run and one thread."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._waiting: list[FileChange] = []
        self.files = 0
        self.added = 0  # passages
        self.removed = 0
        self.problems: list[Problem] = []

    def apply(self, changes: Sequence[FileChange]) -> None:
        """Apply these together where that goes, else one by one; a file whose articles are refused waits for `finish`.

        Raises LibraryBusy, and LibraryError where nothing can be written.
        """
        try:
            self._apply(changes)
        except LibraryBusy:
            raise
        except LibraryError:
            self._apply_one_by_one(changes)

    def finish(self) -> None:
        """Apply what waits, and name what is refused again. Raises as `apply` does."""
        waiting, self._waiting = self._waiting, []
        left = {change.file: (change, error) for change in waiting if (error := self._refused(change))}
        for change, error in left.values():
            if error.holder in left:
                self._waiting.append(change)
            else:
                self.problems.append(Problem(error.file, error.reason))
        self._apply_together()

    def _apply_one_by_one(self, changes: Sequence[FileChange]) -> None:
        applied, failed = 0, []
        for change in changes:
            try:
                if self._refused(change):
                    self._waiting.append(change)
                else:
                    applied += 1
            except LibraryError as error:
                failed.append(error)
                self.problems.append(Problem(change.file, str(error)))
        if failed and not applied:
            raise failed[0]

    def _apply_together(self) -> None:
        """Apply the files that wait for each other in one transaction, but for those that are refused also then."""
        waiting = {change.file: change for change in self._waiting}
        while waiting:
            try:
                self._apply(list(waiting.values()))
                return
            except ArticleRefused as error:
                self.problems.append(Problem(error.file, error.reason))
                del waiting[error.file]

    def _refused(self, change: FileChange) -> ArticleRefused | None:
        """Apply a file alone; why its articles are refused, if they are."""
        try:
            self._apply([change])
        except ArticleRefused as error:
            return error
        return None

    def _apply(self, changes: Sequence[FileChange]) -> None:
        if changes:
            applied = self._library.apply(changes)
            self.files += len(changes)
            self.added += applied.added
            self.removed += applied.removed
