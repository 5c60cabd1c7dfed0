"""Names that were stored before they were put right at import: look-alike code points, dots, marks that nobody sees

Revision ID: 0004
Revises: 0003
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = "0003"
branch_labels = None
depends_on = None

DOTS = str.maketrans(dict.fromkeys('•・･‧∙⋅●', '·'))
RADICALS = range(0x2E80, 0x2FE0)
UNSEEN = re.compile('[\u034f\u115f\u1160\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]')
TRAILS = (*range(0x50, 0x7F), *range(0x80, 0xA1))
GBK = {0xE815 + n: bytes((0xFE, trail)).decode('gb18030') for n, trail in enumerate(TRAILS)}


def put_right(name: str) -> str:
    """As names are put right at import, for what was commonly stored."""
    seen = UNSEEN.sub('', ''.join(sign for sign in name if unicodedata.category(sign) != 'Cf'))
    signs = unicodedata.normalize('NFC', seen).translate(GBK).translate(DOTS)
    return ''.join(unicodedata.normalize('NFKC', s) if ord(s) in RADICALS else s for s in signs)


def upgrade() -> None:
    connection = op.get_bind()
    deputy = sa.table('deputy', sa.column('id', sa.Integer), sa.column('name', sa.String))
    account = sa.table('account', sa.column('deputy_id', sa.Integer), sa.column('name', sa.String))
    for at, name in connection.execute(sa.select(deputy.c.id, deputy.c.name)).all():
        right = put_right(name)
        if right not in {name, ''}:
            connection.execute(deputy.update().where(deputy.c.id == at).values(name=right))
            connection.execute(account.update().where(account.c.deputy_id == at).values(name=right))


def downgrade() -> None:
    pass
