"""A window that offers files to be dragged out of it, as a file manager does: drag-source.py X Y WIDTH HEIGHT FILE...

An argument with "://" in it is offered as the URI that it is. Writes one JSON object a line: {"event": "place", "x", "y"}
with its middle on the screen whenever it was placed, and "begin", "asked" and "end" of every drag. Ends with its standard
input, so that it never outlives its test. Runs with Debian's Python: python3-gi and gir1.2-gtk-3.0.
"""

import json
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
from gi.repository import Gdk, Gio, GLib, Gtk  # noqa: E402

X, Y, WIDTH, HEIGHT = (int(number) for number in sys.argv[1:5])
URIS = [each if "://" in each else Gio.File.new_for_path(each).get_uri() for each in sys.argv[5:]]


def tell(event, **more):
    print(json.dumps({"event": event, **more}), flush=True)


def on_place(window, _event):
    _, left, top = window.get_window().get_origin()
    width, height = window.get_size()
    tell("place", x=left + width // 2, y=top + height // 2)
    return False


def on_get(_window, _context, selection, _info, _time):
    selection.set_uris(URIS)
    tell("asked")


def on_end(_window, context):
    tell("end", dropped=Gdk.drag_drop_succeeded(context))


def on_input_end(*_):
    Gtk.main_quit()
    return False


window = Gtk.Window(title="Drag source")
window.add(Gtk.Label(label="Drag me"))
window.set_default_size(WIDTH, HEIGHT)
window.add_events(Gdk.EventMask.BUTTON_PRESS_MASK)
window.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
window.drag_source_add_uri_targets()
window.connect("map-event", on_place)
window.connect("configure-event", on_place)
window.connect("drag-begin", lambda *_: tell("begin"))
window.connect("drag-data-get", on_get)
window.connect("drag-end", on_end)
window.connect("destroy", Gtk.main_quit)
GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IOCondition.HUP, on_input_end)
window.move(X, Y)
window.show_all()
Gtk.main()
