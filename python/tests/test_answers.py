"""What is sent to the page, and what is refused before. `python -m unittest discover python/tests`"""

import unittest

import numpy as np
import pandas as pd

from wemem_lab._answers import as_csv
from wemem_lab._base import address_of

POSTERIORS = np.array([[0.97, 0.03], [1 / 3, 2 / 3]])


class Answers(unittest.TestCase):
    def test_arrays_and_a_frame_give_the_same_file_with_all_digits(self) -> None:
        arrays = as_csv({"member": [1, 0], "label": np.array([0, 1]), "posteriors": POSTERIORS}, "target")
        frame = as_csv(pd.DataFrame({"member": [1, 0], "label": [0, 1], "p0": POSTERIORS[:, 0], "p1": POSTERIORS[:, 1]}), "target")
        self.assertEqual(arrays, frame)
        head, *rows = arrays.decode().split()
        self.assertEqual(head, "member,label,p0,p1")
        self.assertEqual([[float(cell) for cell in row.split(",")[2:]] for row in rows], POSTERIORS.tolist())

    def test_scores_of_an_attack_are_a_file_too(self) -> None:
        self.assertEqual(as_csv({"member": [1, 0], "score": [0.5, -2]}, "target"), b"member,score\n1,0.5\n0,-2\n")

    def test_what_is_wrong_is_named(self) -> None:
        wrong = [
            (3, "shadows\\[0\\] must be a pandas frame or a dict of arrays, not int"),
            ({"member": [1]}, "must have member, label, posteriors, but has member"),
            ({"member": [1], "label": [0], "posteriors": [1]}, "\\['posteriors'\\] must have 2 dimensions, but has the shape \\(1,\\)"),
            ({"member": [1, 0], "label": [0], "posteriors": [[1]]}, "must have as many rows everywhere, but has {'member': 2, 'label': 1"),
        ]
        for answers, words in wrong:
            with self.assertRaisesRegex((TypeError, ValueError), words):
                as_csv(answers, "shadows[0]")


class Base(unittest.TestCase):
    def test_an_address_ends_with_a_slash_and_a_folder_must_hold_a_page(self) -> None:
        self.assertEqual(address_of("https://example.org/lab"), "https://example.org/lab/")
        with self.assertRaisesRegex(ValueError, "has no element.js"):
            address_of("nowhere")
