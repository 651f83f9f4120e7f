"""The addresses of the playground: /bot<token>/<method> for the bot, /chat/<request> for the person, / for the page."""

import asyncio
import hmac
from dataclasses import dataclass, field
from typing import Any

from tornado.escape import utf8
from tornado.httputil import HTTPServerRequest
from tornado.web import Application, HTTPError

from bot.playground.bot_api import METHODS, Fields
from bot.playground.chats import bot_user
from bot.playground.events import Events
from bot.playground.files import Files
from bot.playground.methods import Methods
from bot.playground.parameters import checked, decoded_json, from_form
from bot.playground.person import REQUESTS, Person
from bot.playground.refusal import Refusal, bad_request
from bot.playground.scene import Scene
from bot.playground.updates import Updates
from bot.playground.web import FileHandler, LocalHandler, read_files

_JSON = "application/json"


@dataclass(frozen=True)
class World:
    """The chats, from the bot's side and from the person's."""

    token: str = field(repr=False)
    methods: Methods
    person: Person
    files: Files


def new_scene(token: str) -> Scene:
    """Empty chats of the bot with that token."""
    events = Events()
    updates = Updates(lambda connected: events.add("connected", connected))
    return Scene(bot_user(token), updates, events)


def make_application(scene: Scene, *, token: str, port: int) -> Application:
    """The playground's HTTP application over these chats. One event loop serves it."""
    methods = Methods(scene)
    world = {"world": World(token, methods, Person(scene, methods.menus), scene.files)}
    return Application(
        [
            (r"/bot([^/]+)/([^/]+)", BotHandler, world),
            (r"/file/bot([^/]+)/(.+)", SentFileHandler, world),
            (r"/chat/([a-z]+)", PersonHandler, world),
            (r"/([a-z.]*)", FileHandler, {"files": read_files()}),
        ],
        default_handler_class=FileHandler,
        default_handler_args={"files": {}},
        port=port,
        log_function=lambda _: None,  # a request's path holds the token
    )


class BotHandler(LocalHandler):
    """The Bot API."""

    def initialize(self, world: World) -> None:
        """Tornado's constructor for what the route gives."""
        self._world = world

    async def get(self, token: str, method: str) -> None:
        """Telegram takes GET as well."""
        await self.post(token, method)

    async def post(self, token: str, method: str) -> None:
        """Serve a method, as the Bot API answers."""
        try:
            result = await self.while_connected(self._call(token, method))
        except Refusal as refusal:
            self.set_status(refusal.code, refusal.description.partition(":")[0])
            self.finish(refusal.body())
        except asyncio.CancelledError:
            return  # the client left
        else:
            self.finish({"ok": True, "result": result})

    async def _call(self, token: str, name: str) -> Any:
        if not hmac.compare_digest(utf8(token), utf8(self._world.token)):
            raise Refusal(401, "Unauthorized")
        method = self._world.methods.table().get(name)
        if method is None:
            raise Refusal(404, "Not Found: method not found")
        fault = self._world.person.fault(name)
        if fault is not None:
            raise fault
        return await method(parameters(self.request, METHODS[name]))


class SentFileHandler(LocalHandler):
    """Files that the person has sent, for the bot."""

    def initialize(self, world: World) -> None:
        """Tornado's constructor for what the route gives."""
        self._world = world

    def get(self, token: str, path: str) -> None:
        """The file's bytes."""
        try:
            if not hmac.compare_digest(utf8(token), utf8(self._world.token)):
                raise Refusal(401, "Unauthorized")
            data = self._world.files.given_out(path)
        except Refusal as refusal:
            self.set_status(refusal.code)
            self.finish(refusal.body())
            return
        self.set_header("Content-Type", "application/octet-stream")
        self.finish(data)


class PersonHandler(LocalHandler):
    """The person's requests: looking on with GET, everything else with POST and JSON."""

    def initialize(self, world: World) -> None:
        """Tornado's constructor for what the route gives."""
        self._person = world.person

    async def get(self, name: str) -> None:
        """Look on."""
        if name != "events":
            raise HTTPError(405)
        await self._serve(name)

    async def post(self, name: str) -> None:
        """Do something."""
        # Another site's form can't have this type without the browser asking us first.
        if not self.request.headers.get("Content-Type", "").startswith(_JSON):
            raise HTTPError(415)
        await self._serve(name)

    async def _serve(self, name: str) -> None:
        request = self._person.table().get(name)
        if request is None:
            raise HTTPError(404)
        try:
            given = parameters(self.request, REQUESTS[name])
            self.finish(await self.while_connected(request(given)))
        except Refusal as refusal:
            self.set_status(refusal.code)
            self.finish(refusal.body())
        except asyncio.CancelledError:
            return  # the client left


def parameters(request: HTTPServerRequest, fields: Fields) -> dict[str, Any]:
    """A request's parameters: from JSON, or from a form and the address. Raises Refusal."""
    if request.headers.get("Content-Type", "").startswith(_JSON):
        return checked(fields, decoded_json(request.body, "parameters"))
    if request.files:
        raise bad_request(f"unknown parameter {next(iter(request.files))}: there are no files here")
    form = {}
    for name, values in request.arguments.items():
        try:
            form[name] = values[-1].decode("utf-8")
        except UnicodeDecodeError:
            raise bad_request("strings must be encoded in UTF-8") from None
    return from_form(fields, form)
