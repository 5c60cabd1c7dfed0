"""Routes of telling, put together: each subject adds its own to the one blueprint."""

from __future__ import annotations

from voting.notices.blueprint import blueprint, one_click
from voting.notices.chat import views as chat
from voting.notices.follow import views as follow
from voting.notices.inbox import views as inbox
from voting.notices.phone import views as phone
from voting.notices.sms import views as sms
from voting.notices.wish import views as wish

__all__ = ["blueprint", "chat", "follow", "inbox", "one_click", "phone", "sms", "wish"]
