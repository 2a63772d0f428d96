"""Tables as people have them, for tests/files.rs and tests/browser/files.test.mjs.

Seven writers write the same 90 made-up records of three classes: a whole number, a share, a measurement and a yes or no.
R's two are written here as write.csv and write.table do it. The eighth file is scikit-learn's own wine table.

    python3 -m venv venv
    venv/bin/pip install numpy==2.4.6 pandas==3.1.1 scikit-learn==1.9.1
    venv/bin/python tests/data/make_files.py
"""

import gzip
import io
import pathlib
import tarfile

import numpy as np
import pandas as pd
from sklearn.datasets import load_wine, make_classification

FOLDER = pathlib.Path(__file__).parent / "files"
CLASSES = ["kräftig", "mild", "none"]

raw, y = make_classification(90, 4, n_informative=3, n_redundant=0, n_classes=3, n_clusters_per_class=1, random_state=1)
rng = np.random.default_rng(1)
frame = pd.DataFrame(
    {
        "age": (40 + 12 * raw[:, 0]).round().astype(int),
        "share": (1 / (1 + np.exp(-raw[:, 1]))).round(4),
        "dose": (1e-3 * np.exp(raw[:, 2])).round(7),
        "smoker": raw[:, 3] > 0,
    }
)
named = frame.assign(taste=[CLASSES[c] for c in y])
numbers = np.column_stack([y, frame.astype(float).to_numpy()])


def write(name, content):
    data = content if isinstance(content, bytes) else content.encode()
    (FOLDER / name).write_bytes(data)


def quoted(value):
    return f'"{value}"'


def r_cell(value):
    """R quotes text, writes TRUE and FALSE, and 15 significant digits."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, (bool, np.bool_)):
        return "TRUE" if value else "FALSE"
    return f"{value:.15g}"


def r_rows(parted_by):
    rows = named.itertuples(index=False)
    return "".join(parted_by.join([quoted(i), *map(r_cell, row)]) + "\n" for i, row in enumerate(rows, 1))


def excel(parted_by):
    """As a German Excel saves the sheet: decimal commas, WAHR and FALSCH as 1 and 0 here, Windows' line ends."""
    sheet = named.assign(smoker=named.smoker.astype(int))
    return sheet.to_csv(index=False, sep=parted_by, decimal=",", lineterminator="\r\n")


def savetxt(**options):
    out = io.StringIO()
    np.savetxt(out, numbers, **options)
    return out.getvalue()


FOLDER.mkdir(exist_ok=True)
write("pandas.csv", named.to_csv())
write("pandas-numbers.csv", pd.DataFrame(numbers).to_csv(index=False))
write("r-write-csv.csv", ",".join(quoted(n) for n in ["", *named.columns]) + "\n" + r_rows(","))
write("r-write-table.txt", " ".join(quoted(n) for n in named.columns) + "\n" + r_rows(" "))
write("numpy-savetxt.txt", savetxt(header="label age share dose smoker"))
write("excel-semicolons.csv", excel(";").encode("cp1252"))
write("excel-unicode.txt", excel("\t").encode("utf-16"))
write("sklearn-wine.csv.gz", gzip.compress(load_wine(as_frame=True).frame.to_csv(index=False).encode(), mtime=0))

archive = io.BytesIO()
with tarfile.open(fileobj=archive, mode="w") as tar:
    content = savetxt(fmt="%g", delimiter=",").encode()
    entry = tarfile.TarInfo("records/plain.csv")
    entry.size = len(content)
    tar.addfile(entry, io.BytesIO(content))
write("plain.tgz", gzip.compress(archive.getvalue(), mtime=0))

# What a model says of records, by two writers: the same answers.
logits = rng.normal(size=(40, 3)) + 3 * np.eye(3)[y[:40]]
p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
answers = pd.DataFrame({"member": [i % 2 == 0 for i in range(40)], "label": y[:40]})
answers = pd.concat([answers, pd.DataFrame(p, columns=["p0", "p1", "p2"])], axis=1)
write("audit-pandas.csv", answers.to_csv())
table = answers.astype(float).to_numpy()
out = io.StringIO()
np.savetxt(out, table, header="member label p0 p1 p2")
write("audit-savetxt.txt", out.getvalue())
