"""Build the example: `python tests/example/build.py`, or `--check` that the committed files are what it gives."""

import csv
import io
import sys
import tempfile
import zipfile
from pathlib import Path

import faults
import faults_affairs  # noqa: F401 - plants by being imported
import faults_archive  # noqa: F401 - plants by being imported
import faults_bills  # noqa: F401 - plants by being imported
import faults_capacity  # noqa: F401 - plants by being imported
