"""Files of records as they are written, so that one record can be taken out or changed and the rest stays as it was."""
import codecs
import csv
import io


class RecordFile:
    """A file's bytes, cut into its header and its records; a record keeps its quotes and its line end."""

    def __init__(self, data, encoding="auto"):
        self.mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        text = None
        for codec in [encoding] if encoding != "auto" else ["utf-8", "cp950"]:
            try:
                text, self.codec = data[len(self.mark):].decode(codec), codec
                break
            except UnicodeDecodeError:
                continue
        if text is None or text.encode(self.codec) != data[len(self.mark):]:
            raise ValueError("a file of records that cannot be written again as it was")
        self.delimiter = max(",;\t", key=text.splitlines()[0].count)
        self.pieces = list(split(text))
        places = [k for k, piece in enumerate(self.pieces) if any(cell.strip("　 \t\xa0") for cell in self.cells_of(piece))]
        self.header, self.places = places[0], places[1:]
        self.names = [name.strip() for name in self.cells_of(self.pieces[self.header])]

    def __len__(self):
        return len(self.places)

    def cells_of(self, piece):
        return next(csv.reader(io.StringIO(piece, newline=""), delimiter=self.delimiter), [])

    def cells(self, record):
        return self.cells_of(self.pieces[self.places[record]])

    def bytes_of(self, pieces):
        return self.mark + "".join(pieces).encode(self.codec)

    def changed_piece(self, record, cells):
        piece = self.pieces[self.places[record]]
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=self.delimiter, lineterminator=piece[len(piece.rstrip("\r\n")):]).writerow(cells)
        return out.getvalue()

    def without(self, record):
        place = self.places[record]
        return self.bytes_of(self.pieces[:place] + self.pieces[place + 1:])

    def with_cells(self, record, cells):
        place = self.places[record]
        return self.bytes_of(self.pieces[:place] + [self.changed_piece(record, cells)] + self.pieces[place + 1:])

    def alone(self, record, cells=None):
        """The header and this record, as it is or with other cells."""
        piece = self.pieces[self.places[record]] if cells is None else self.changed_piece(record, cells)
        return self.bytes_of(self.pieces[:self.header + 1] + [piece])

    def empty(self):
        return self.bytes_of(self.pieces[:self.header + 1])


def split(text):
    """The lines of a file; a line end inside quotes ends nothing."""
    begin, quoted = 0, False
    for place, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif character == "\n" and not quoted:
            yield text[begin:place + 1]
            begin = place + 1
    if begin < len(text):
        yield text[begin:]
