"""Stripe: customers, products, subscriptions and invoices, by its lists first and by its events from then on."""

from knowledge.sync.source_kind import SourceKind
from knowledge.sync.sources.stripe.account import StripeAccount
from knowledge.sync.sources.stripe.declaration import StripeSource

KIND = SourceKind(name="stripe", declaration=StripeSource, open=StripeAccount, preset="stripe", key="id")
