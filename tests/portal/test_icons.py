"""Icons stand in the page itself, are skipped by screen readers, and never break a page."""

import logging

from portal.icons import icon_svg


def test_an_icon_is_drawn_inline_and_hidden_from_screen_readers():
    assert icon_svg("check", 20) == (
        '<svg class="icon" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        '<path d="M20 6 9 17l-5-5" /></svg>'
    )


def test_an_icon_that_is_not_there_is_logged_and_left_out(caplog):
    with caplog.at_level(logging.ERROR, logger="portal.icons"):
        drawn = icon_svg("no-such-icon")

    assert (drawn, caplog.messages) == ("", ["icon 'no-such-icon' is not among static/vendor/lucide"])


def test_a_name_cannot_lead_out_of_the_folder(caplog):
    assert icon_svg("../../../app/seal") == ""
