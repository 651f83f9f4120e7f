import asyncio

from bot.telegram.identity import examine_identity
from tests.bot.telegram.local_api import TOKEN, Failure, LocalApi


def test_a_known_token_has_no_finding(api: LocalApi) -> None:
    assert asyncio.run(examine_identity(TOKEN, api_url=api.address)) == []
    assert [call.method for call in api.calls] == ["getMe"]


def test_a_token_that_telegram_does_not_know_is_named(api: LocalApi) -> None:
    api.fail("getMe", Failure(401, "Unauthorized"))
    (finding,) = asyncio.run(examine_identity(TOKEN, api_url=api.address))
    assert "does not know" in finding.message


def test_a_server_that_is_not_there_is_named_without_the_token() -> None:
    (finding,) = asyncio.run(examine_identity(TOKEN, api_url="http://127.0.0.1:9"))
    assert finding.check == "telegram.network"
    assert TOKEN not in finding.message
