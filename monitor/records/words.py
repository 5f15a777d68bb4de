"""The words of the field: practices, directions, severities, and how a version came to be looked at."""

from __future__ import annotations

from enum import StrEnum


class Practice(StrEnum):
    """What a clause says about training AI."""

    TRAINS = "trains"
    SHARES = "shares"
    DENIES = "denies"
    CONTROL = "control"
    RESTRICTS = "restricts"


class Direction(StrEnum):
    """What a change does to a practice; kept: it is said in other words, and reaches as far as before."""

    NEW = "new"
    GONE = "gone"
    WIDER = "wider"
    NARROWER = "narrower"
    KEPT = "kept"


class Severity(StrEnum):
    """How much a change matters to people, mildest first."""

    NONE = "none"
    NOTICE = "notice"
    ALERT = "alert"


class Tidying(StrEnum):
    """The tidy-ups of a page that go by a name in Open Terms Archive's declarations and need no code."""

    REMOVE_QUERY_PARAMS = "removeQueryParams"
    REMOVE_TRACKING_IDS = "removeTrackingIDsQueryParam"
    REMOVE_TRACKING = "removeTrackingIDs"
    CLEAN_URLS = "cleanUrls"
    CONVERT_SPACES = "convertSpacesToStandard"
    CONVERT_IMAGES = "convertImagesToBase64"
    REMOVE_EMPTY_HEADINGS = "removeEmptyHeadings"
    REMOVE_PRINT_BUTTON = "removePrintButton"
    REMOVE_SHARE_BUTTON = "removeShareButton"


class ChangeKind(StrEnum):
    """How a version came to be looked at: the first of its document, a text never seen before, or a return."""

    FIRST = "first"
    NEW = "new"
    RETURN = "return"
