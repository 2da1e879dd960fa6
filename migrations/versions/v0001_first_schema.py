"""The first schema: sources, concepts, terms and all that belongs to them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_api_token_hash")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("hash", name=op.f("uq_api_token_hash")),
        sa.UniqueConstraint("name", name=op.f("uq_api_token_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "concept",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("subject_field", sa.String(length=32), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "deprecated",
                "superseded",
                "merged",
                "withdrawn",
                name="conceptstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("replaced_by", sa.String(length=32), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status <> 'merged' OR replaced_by IS NOT NULL", name=op.f("ck_concept_merged")),
        sa.CheckConstraint("length(id) BETWEEN 2 AND 32", name=op.f("ck_concept_id")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_concept_version")),
        sa.ForeignKeyConstraint(["replaced_by"], ["concept.id"], name=op.f("fk_concept_replaced_by_concept")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concept")),
    )
    op.create_index(op.f("ix_concept_subject_field"), "concept", ["subject_field"], unique=False)
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "report",
                "dictionary",
                "import",
                name="sourcekind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("speaker", sa.String(), nullable=True),
        sa.Column("delivered", sa.Date(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("licence", sa.String(), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_source_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("slug", name=op.f("uq_source_slug")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_source_sha256"), "source", ["sha256"], unique=False)
    op.create_index(op.f("ix_source_year"), "source", ["year"], unique=False)
    op.create_table(
        "store_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_store_state_singleton")),
        sa.CheckConstraint("revision >= 0", name=op.f("ck_store_state_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store_state")),
    )
    op.create_table(
        "attestation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concept_id", sa.String(length=32), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("headword", sa.String(), nullable=False),
        sa.Column("locator", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["concept_id"], ["concept.id"], name=op.f("fk_attestation_concept_id_concept")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_attestation_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestation")),
        sa.UniqueConstraint("concept_id", "source_id", name=op.f("uq_attestation_concept_id_source_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_attestation_concept_id"), "attestation", ["concept_id"], unique=False)
    op.create_index(op.f("ix_attestation_source_id"), "attestation", ["source_id"], unique=False)
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column(
            "operation",
            sa.Enum(
                "add",
                "update",
                "withdraw",
                "merge",
                name="operation",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("concept_id", sa.String(length=32), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["concept_id"], ["concept.id"], name=op.f("fk_change_concept_id_concept")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_change_concept_id_revision", "change", ["concept_id", "revision"], unique=False)
    op.create_index(op.f("ix_change_revision"), "change", ["revision"], unique=False)
    op.create_table(
        "context",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concept_id", sa.String(length=32), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("sentence_start", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("locator", sa.String(), nullable=True),
        sa.Column("english", sa.String(), nullable=True),
        sa.CheckConstraint('sentence_start <= start AND start < "end"', name=op.f("ck_context_span")),
        sa.ForeignKeyConstraint(["concept_id"], ["concept.id"], name=op.f("fk_context_concept_id_concept")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_context_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_context")),
        sa.UniqueConstraint("concept_id", "source_id", "start", name=op.f("uq_context_concept_id_source_id_start")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_context_concept_id"), "context", ["concept_id"], unique=False)
    op.create_index(op.f("ix_context_source_id"), "context", ["source_id"], unique=False)
    op.create_table(
        "entry_view",
        sa.Column("concept_id", sa.String(length=32), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("brief", sa.String(), nullable=False),
        sa.Column("order_pinyin", sa.String(), nullable=False),
        sa.Column("attestations", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["concept_id"], ["concept.id"], name=op.f("fk_entry_view_concept_id_concept")),
        sa.PrimaryKeyConstraint("concept_id", name=op.f("pk_entry_view")),
    )
    op.create_index(op.f("ix_entry_view_order_pinyin"), "entry_view", ["order_pinyin"], unique=False)
    op.create_table(
        "member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concept_id", sa.String(length=32), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("zh", sa.String(), nullable=False),
        sa.Column("en", sa.String(), nullable=True),
        sa.Column("member_concept_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["concept_id"], ["concept.id"], name=op.f("fk_member_concept_id_concept")),
        sa.ForeignKeyConstraint(
            ["member_concept_id"], ["concept.id"], name=op.f("fk_member_member_concept_id_concept")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["member.id"], name=op.f("fk_member_parent_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint(
            "concept_id", "parent_id", "position", name=op.f("uq_member_concept_id_parent_id_position")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_member_concept_id"), "member", ["concept_id"], unique=False)
    op.create_table(
        "relation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.String(length=32), nullable=False),
        sa.Column("to_id", sa.String(length=32), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "part_of", "related", "see", name="relationkind", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_relation_distinct")),
        sa.ForeignKeyConstraint(["from_id"], ["concept.id"], name=op.f("fk_relation_from_id_concept")),
        sa.ForeignKeyConstraint(["to_id"], ["concept.id"], name=op.f("fk_relation_to_id_concept")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation")),
        sa.UniqueConstraint("from_id", "to_id", "kind", name=op.f("uq_relation_from_id_to_id_kind")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_relation_to_id"), "relation", ["to_id"], unique=False)
    op.create_table(
        "term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concept_id", sa.String(length=32), nullable=False),
        sa.Column(
            "lang",
            sa.Enum(
                "zh-Hans",
                "zh-Hant",
                "zh-Hant-TW",
                "zh-Hant-HK",
                "en",
                name="lang",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "full_form",
                "short_form",
                "abbreviation",
                "variant",
                "phrase",
                name="termtype",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "preferred",
                "admitted",
                "proposed",
                "deprecated",
                "superseded",
                name="termstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("forbidden", sa.Boolean(), nullable=False),
        sa.Column(
            "equivalence",
            sa.Enum(
                "exact",
                "close",
                "broader",
                "narrower",
                name="equivalence",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column(
            "origin",
            sa.Enum(
                "attested", "curated", "generated", name="origin", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 400", name=op.f("ck_term_text")),
        sa.ForeignKeyConstraint(["concept_id"], ["concept.id"], name=op.f("fk_term_concept_id_concept")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_term_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("concept_id", "lang", "text", name=op.f("uq_term_concept_id_lang_text")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_term_concept_id"), "term", ["concept_id"], unique=False)
    op.create_index(op.f("ix_term_source_id"), "term", ["source_id"], unique=False)
    op.create_table(
        "text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concept_id", sa.String(length=32), nullable=False),
        sa.Column(
            "lang",
            sa.Enum(
                "zh-Hans",
                "zh-Hant",
                "zh-Hant-TW",
                "zh-Hant-HK",
                "en",
                name="lang",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "definition", "note", "gloss", name="textkind", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "attested", "curated", "generated", name="origin", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("locator", sa.String(), nullable=True),
        sa.CheckConstraint("length(body) >= 1", name=op.f("ck_text_body")),
        sa.ForeignKeyConstraint(["concept_id"], ["concept.id"], name=op.f("fk_text_concept_id_concept")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_text_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_text_concept_id"), "text", ["concept_id"], unique=False)
    op.create_index(op.f("ix_text_source_id"), "text", ["source_id"], unique=False)
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("syllables", sa.String(), nullable=False),
        sa.Column("display", sa.String(), nullable=False),
        sa.Column("reviewed", sa.Boolean(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "attested", "curated", "generated", name="origin", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_reading_term_id_term"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint("term_id", "syllables", name=op.f("uq_reading_term_id_syllables")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "search_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_search_key_term_id_term"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_search_key_key_kind", "search_key", ["key", "kind"], unique=False)
    op.create_index(op.f("ix_search_key_term_id"), "search_key", ["term_id"], unique=False)
    # ### end Alembic commands ###


def downgrade() -> None:
    op.drop_index(op.f("ix_search_key_term_id"), table_name="search_key")
    op.drop_index("ix_search_key_key_kind", table_name="search_key")
    op.drop_table("search_key")
    op.drop_table("reading")
    op.drop_index(op.f("ix_text_source_id"), table_name="text")
    op.drop_index(op.f("ix_text_concept_id"), table_name="text")
    op.drop_table("text")
    op.drop_index(op.f("ix_term_source_id"), table_name="term")
    op.drop_index(op.f("ix_term_concept_id"), table_name="term")
    op.drop_table("term")
    op.drop_index(op.f("ix_relation_to_id"), table_name="relation")
    op.drop_table("relation")
    op.drop_index(op.f("ix_member_concept_id"), table_name="member")
    op.drop_table("member")
    op.drop_index(op.f("ix_entry_view_order_pinyin"), table_name="entry_view")
    op.drop_table("entry_view")
    op.drop_index(op.f("ix_context_source_id"), table_name="context")
    op.drop_index(op.f("ix_context_concept_id"), table_name="context")
    op.drop_table("context")
    op.drop_index(op.f("ix_change_revision"), table_name="change")
    op.drop_index("ix_change_concept_id_revision", table_name="change")
    op.drop_table("change")
    op.drop_index(op.f("ix_attestation_source_id"), table_name="attestation")
    op.drop_index(op.f("ix_attestation_concept_id"), table_name="attestation")
    op.drop_table("attestation")
    op.drop_table("store_state")
    op.drop_index(op.f("ix_source_year"), table_name="source")
    op.drop_index(op.f("ix_source_sha256"), table_name="source")
    op.drop_table("source")
    op.drop_index(op.f("ix_concept_subject_field"), table_name="concept")
    op.drop_table("concept")
    op.drop_table("api_token")
    # ### end Alembic commands ###
