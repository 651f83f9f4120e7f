"""Bringing the bot up: on Telegram, or on the playground's Bot API server on this machine."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from config.settings import Settings
from retrieval.answer import Answer
from retrieval.errors import SettingsError
