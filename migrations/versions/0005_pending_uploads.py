"""pictures that wait for their form

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('pending_upload',
    sa.Column('jurisdiction_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('form', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('received_at', sa.DateTime(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('kept_as', sa.String(length=80), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name='fk_pending_upload_account_id'),
    sa.ForeignKeyConstraint(['jurisdiction_id'], ['jurisdiction.id'], name='fk_pending_upload_jurisdiction_id'),
    sa.PrimaryKeyConstraint('jurisdiction_id', 'id', name='pk_pending_upload')
    )
    op.create_index('ix_pending_upload_jurisdiction_id_account_id_form', 'pending_upload', ['jurisdiction_id', 'account_id', 'form'])
    op.create_index('ix_pending_upload_received_at', 'pending_upload', ['received_at'])


def downgrade() -> None:
    op.drop_table('pending_upload')
