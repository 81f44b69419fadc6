"""The errors that stop a run; what only stops one document is a `Refusal` (schema.py).

MontjoieError
├── InputError            what the user handed over cannot be used; the message names the file and the remedy
│   ├── ListError         a line of the user's gazetteer or actor list is refused
│   └── ReadingError      a given reading does not fit its document or the codebook
├── RecordError           the record cannot be opened, written or trusted
│   ├── RecordVersion     made by another version of the layout
│   ├── RecordBroken      the chain or a stored text is not what was written
│   ├── RecordBusy        another process is writing
│   └── RecordReadOnly    the file or its folder cannot be written
├── NotInRecord           no such id, document or word
└── ResourceMissing       a file that the package ships is not there or not what it was
"""


class MontjoieError(Exception):
    """A clear sentence: what, where, what to do."""


class InputError(MontjoieError):
    """What was handed over cannot be used."""


class ListError(InputError):
    """A gazetteer or actor list is refused, by line."""


class ReadingError(InputError):
    """A given reading does not fit its document or the codebook."""


class RecordError(MontjoieError):
    """The record cannot be opened, written or trusted."""


class RecordVersion(RecordError):
    """The record was made by another version of the layout."""


class RecordBroken(RecordError):
    """An entry or a text is not what was written."""


class RecordBusy(RecordError):
    """Another process is writing to the record."""


class RecordReadOnly(RecordError):
    """The record's file or folder cannot be written."""


class NotInRecord(MontjoieError):
    """No such id, document or words."""


class ResourceMissing(MontjoieError):
    """A file that the package ships is missing or altered."""
