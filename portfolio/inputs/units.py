"""Units of money and land, and what one of each is in 万元 and in 亩: exact decimals."""

from __future__ import annotations

from decimal import Decimal

# A 亩 is 10000/15 m².
MONEY = {
    "元": Decimal("0.0001"),
    "千元": Decimal("0.1"),
    "万元": Decimal(1),
    "百万元": Decimal(100),
    "千万元": Decimal(1000),
    "亿元": Decimal(10_000),
}
LAND = {
    "亩": Decimal(1),
    "万亩": Decimal(10_000),
    "公顷": Decimal(15),
    "平方米": Decimal("0.0015"),
    "m2": Decimal("0.0015"),
    "万平方米": Decimal(15),
    "平方公里": Decimal(1500),
}
