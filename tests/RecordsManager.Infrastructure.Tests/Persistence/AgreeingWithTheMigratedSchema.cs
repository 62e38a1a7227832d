using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using RecordsManager.Application.Pipeline;
using RecordsManager.Persistence;
using RecordsManager.TestSupport;

namespace RecordsManager.Infrastructure.Tests.Persistence;

/// <summary>The plain SQL migrations are the truth; the EF model has to say the same, line by line.</summary>
public sealed class AgreeingWithTheMigratedSchema(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>
{
    private const string System = "relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'schema_migrations'";

    [Fact]
    public Task On_tables_columns_types_nullability_and_defaults() => Same(
        from table in Model().Tables
        from column in table.Columns
        where column.Name != "xmin" // every row has it; it is no column of the schema
        select $"{table.Name}.{column.Name} {column.StoreType} {(column.IsNullable ? "null" : "not null")} {column.DefaultValueSql ?? "-"}",
        $"""
        select c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' else 'null' end, pg_get_expr(d.adbin, d.adrelid)
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
        where {System}
        """);

    [Fact]
    public Task On_primary_keys() => Same(
        from table in Model().Tables
        select $"{table.Name} {table.PrimaryKey!.Name} {Names(table.PrimaryKey.Columns)}",
        $"""
        select c.relname, k.conname, (select string_agg(a.attname, ',' order by p.ordinality) from unnest(k.conkey) with ordinality as p(attnum, ordinality) join pg_attribute a on a.attrelid = c.oid and a.attnum = p.attnum)
        from pg_class c join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
        where {System}
        """);

    [Fact]
    public Task On_indexes_their_names_and_whether_they_are_unique() => Same(
        from table in Model().Tables
        from index in table.Indexes
        select $"{table.Name} {index.Name} {(index.IsUnique ? "unique" : "plain")} {Names(index.Columns)}",
        $"""
        select c.relname, i.relname, case when x.indisunique then 'unique' else 'plain' end,
               (select string_agg(a.attname, ',' order by p.ordinality) from unnest(x.indkey::int2[]) with ordinality as p(attnum, ordinality) join pg_attribute a on a.attrelid = c.oid and a.attnum = p.attnum)
        from pg_class c join pg_index x on x.indrelid = c.oid and not x.indisprimary join pg_class i on i.oid = x.indexrelid
        where c.{System.Replace("and rel", "and c.rel", StringComparison.Ordinal)} and x.indpred is null
        """);

    [Fact]
    public Task On_foreign_keys() => Same(
        from table in Model().Tables
        from key in table.ForeignKeyConstraints
        select $"{table.Name} {key.Name} {Names(key.Columns)} {key.PrincipalTable.Name} {(key.OnDeleteAction == ReferentialAction.Cascade ? "c" : "a")}",
        $"""
        select c.relname, k.conname, (select string_agg(a.attname, ',' order by p.ordinality) from unnest(k.conkey) with ordinality as p(attnum, ordinality) join pg_attribute a on a.attrelid = c.oid and a.attnum = p.attnum),
               k.confrelid::regclass::text, k.confdeltype
        from pg_class c join pg_constraint k on k.conrelid = c.oid and k.contype = 'f'
        where {System}
        """);

    [Fact]
    public async Task The_schema_has_no_view_materialised_view_or_foreign_table_that_the_model_does_not_know()
    {
        await using var connection = await Catalog.Open(fixture.Database.SuperuserConnectionString);

        Assert.Empty(await connection.Lines("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'f', 'p')"));
    }

    private async Task Same(IEnumerable<string> model, string sql)
    {
        await using var connection = await Catalog.Open(fixture.Database.SuperuserConnectionString);
        var schema = await connection.Lines(sql);
        var expected = model.ToList();

        Assert.NotEmpty(expected);
        Assert.Equal(schema.Except(expected).Order(StringComparer.Ordinal), expected.Except(schema).Order(StringComparer.Ordinal));
        Assert.Equal(schema.Count, expected.Count);
    }

    private IRelationalModel Model()
    {
        using var db = new RecordsDb(new DbContextOptionsBuilder<RecordsDb>().UseNpgsql(fixture.Database.AppConnectionString).Options, new CurrentActor());
        return db.GetService<IDesignTimeModel>().Model.GetRelationalModel();
    }

    private static string Names(IEnumerable<IColumn> columns) => string.Join(',', columns.Select(c => c.Name));
}
