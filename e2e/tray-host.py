"""A tray and a notification daemon for tests, on the session bus that the environment names.

Usage: tray-host.py tray | notifications. Commands come in as JSON, one a line, and each is answered with one line.

tray            {"do": "icon"}            what the newest icon shows: tooltip, and its menu as a list of entries
                {"do": "click", "label"}  sends `clicked` to the entry of the menu with this label
                {"do": "activate"}        clicks the icon itself
                {"do": "host", "on"}      whether a host is registered at the watcher
notifications   {"do": "all"}             every notification so far
                {"do": "click", "at"}     clicks the notification of this number
"""

import json
import sys

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

WATCHER = "org.kde.StatusNotifierWatcher"
WATCHER_XML = """<node><interface name="org.kde.StatusNotifierWatcher">
  <method name="RegisterStatusNotifierItem"><arg type="s" direction="in"/></method>
  <method name="RegisterStatusNotifierHost"><arg type="s" direction="in"/></method>
  <property name="RegisteredStatusNotifierItems" type="as" access="read"/>
  <property name="IsStatusNotifierHostRegistered" type="b" access="read"/>
  <property name="ProtocolVersion" type="i" access="read"/>
  <signal name="StatusNotifierItemRegistered"><arg type="s"/></signal>
  <signal name="StatusNotifierItemUnregistered"><arg type="s"/></signal>
  <signal name="StatusNotifierHostRegistered"/>
  <signal name="StatusNotifierHostUnregistered"/>
</interface></node>"""

NOTIFICATIONS = "org.freedesktop.Notifications"
NOTIFICATIONS_XML = """<node><interface name="org.freedesktop.Notifications">
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="Notify">
    <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
    <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/>
  </method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
  <method name="GetServerInformation">
    <arg type="s" direction="out"/><arg type="s" direction="out"/>
    <arg type="s" direction="out"/><arg type="s" direction="out"/>
  </method>
  <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
</interface></node>"""

bus = Gio.bus_get_sync(Gio.BusType.SESSION)


def call(name, path, interface, method, arguments, answer=None):
    kind = GLib.VariantType(answer) if answer else None
    return bus.call_sync(name, path, interface, method, arguments, kind, Gio.DBusCallFlags.NONE, 5000, None).unpack()


def prop(name, path, interface, key):
    return call(
        name, path, "org.freedesktop.DBus.Properties", "Get", GLib.Variant("(ss)", (interface, key)), "(v)"
    )[0]


class Tray:
    name, path, xml, interface = WATCHER, "/StatusNotifierWatcher", WATCHER_XML, WATCHER

    def __init__(self):
        self.items = []
        # Whether a program has read the list of icons since the last one came.
        self.known = False
        self.hosted = True

    def emit(self, signal, arguments=None):
        bus.emit_signal(None, self.path, WATCHER, signal, arguments)

    def on_call(self, sender, method, arguments):
        if method == "RegisterStatusNotifierItem":
            service = arguments[0]
            # Some programs give their bus name, others the path of their icon, or both.
            name, slash, path = service.partition("/")
            item = (name or sender, slash + path or "/StatusNotifierItem")
            self.items.append(item)
            self.known = False
            self.emit("StatusNotifierItemRegistered", GLib.Variant("(s)", ("".join(item),)))
        return None

    def on_get(self, key):
        if key == "RegisteredStatusNotifierItems":
            self.known = True
            return GLib.Variant("as", ["".join(item) for item in self.items])
        if key == "IsStatusNotifierHostRegistered":
            return GLib.Variant("b", self.hosted)
        return GLib.Variant("i", 0)

    def menu(self):
        owner, path = self.items[-1]
        menu_path = prop(owner, path, "org.kde.StatusNotifierItem", "Menu")
        # A menu may be made as it opens.
        about = GLib.Variant("(i)", (0,))
        call(owner, menu_path, "com.canonical.dbusmenu", "AboutToShow", about, "(b)")
        layout = call(
            owner,
            menu_path,
            "com.canonical.dbusmenu",
            "GetLayout",
            GLib.Variant("(iias)", (0, -1, [])),
            "(u(ia{sv}av))",
        )
        entries = [
            {
                "id": child[0],
                # A lone underscore marks the key that chooses the entry, two are one.
                "label": "_".join(part.replace("_", "") for part in child[1].get("label", "").split("__")),
                "enabled": child[1].get("enabled", True),
                "separator": child[1].get("type") == "separator",
            }
            for child in layout[1][2]
        ]
        return owner, menu_path, entries

    def answer(self, command):
        if command["do"] == "host":
            self.hosted = command["on"]
            self.emit("StatusNotifierHostRegistered" if self.hosted else "StatusNotifierHostUnregistered")
            return True
        if not self.items:
            return None
        owner, path = self.items[-1]
        if command["do"] == "activate":
            call(owner, path, "org.kde.StatusNotifierItem", "Activate", GLib.Variant("(ii)", (0, 0)))
            return True
        _, menu_path, entries = self.menu()
        if command["do"] == "icon":
            tip = prop(owner, path, "org.kde.StatusNotifierItem", "ToolTip")
            width, _, pixels = prop(owner, path, "org.kde.StatusNotifierItem", "IconPixmap")[0]

            def colour(x, y):
                # Of the drawing's 16 by 16; ARGB in network byte order.
                at = (y * width // 16 * width + x * width // 16) * 4
                return bytes(pixels[at + 1 : at + 4]).hex()

            return {
                "tooltip": tip[2],
                "menu": entries,
                "known": self.known,
                "tile": colour(8, 1),
                "sign": colour(12, 3),
            }
        found = [entry for entry in entries if entry["label"] == command["label"] and entry["enabled"]]
        if len(found) != 1:
            return {"error": "no such entry", "entries": entries}
        event = GLib.Variant("(isvu)", (found[0]["id"], "clicked", GLib.Variant("s", ""), 0))
        call(owner, menu_path, "com.canonical.dbusmenu", "Event", event)
        return True


class Notifications:
    name, path, xml, interface = NOTIFICATIONS, "/org/freedesktop/Notifications", NOTIFICATIONS_XML, NOTIFICATIONS

    def __init__(self):
        self.all = []

    def on_call(self, _sender, method, arguments):
        if method == "GetCapabilities":
            return GLib.Variant("(as)", (["body", "body-markup", "actions"],))
        if method == "GetServerInformation":
            return GLib.Variant("(ssss)", ("tests", "Droprelay", "1", "1.2"))
        if method == "Notify":
            self.all.append({"title": arguments[3], "body": arguments[4], "actions": list(arguments[5])})
            return GLib.Variant("(u)", (len(self.all),))
        return None

    def on_get(self, _key):
        return None

    def answer(self, command):
        if command["do"] == "all":
            return self.all
        number = GLib.Variant("(us)", (command["at"] + 1, "default"))
        bus.emit_signal(None, self.path, NOTIFICATIONS, "ActionInvoked", number)
        return True


part = Tray() if sys.argv[1] == "tray" else Notifications()


def on_call(_bus, sender, _path, _interface, method, arguments, invocation):
    invocation.return_value(part.on_call(sender, method, arguments.unpack()))


def on_get(_bus, _sender, _path, _interface, key):
    return part.on_get(key)


def tell(value):
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def on_line(channel, _condition):
    line = channel.readline()
    if not line:
        loop.quit()
        return False
    try:
        tell(part.answer(json.loads(line)))
    except GLib.Error as error:
        tell({"error": error.message})
    return True


node = Gio.DBusNodeInfo.new_for_xml(part.xml)
bus.register_object(part.path, node.lookup_interface(part.interface), on_call, on_get, None)
loop = GLib.MainLoop()
Gio.bus_own_name_on_connection(
    bus, part.name, Gio.BusNameOwnerFlags.NONE, lambda *_: tell("ready"), lambda *_: tell({"error": "taken"})
)
GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, on_line)
loop.run()
