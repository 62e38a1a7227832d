using Npgsql;
using RecordsManager.TestSupport;

namespace RecordsManager.Infrastructure.Tests.Persistence;

/// <summary>Row-level security on every table there is, found in the catalog so that a new table is tested too.</summary>
public sealed class SeparatingOrganizations(SeparatingOrganizations.TwoOrganizations world) : IClassFixture<SeparatingOrganizations.TwoOrganizations>
{
    private static readonly Guid Ours = Guid.Parse("aaaaaaaa-0000-7000-8000-000000000001");
    private static readonly Guid Theirs = Guid.Parse("bbbbbbbb-0000-7000-8000-000000000002");

    [Fact]
    public async Task Every_table_has_its_organization_and_exactly_the_one_policy()
    {
        await using var connection = await Catalog.Open(world.Database.SuperuserConnectionString);
        var policies = await connection.Lines(
            """
            select c.relname, c.relrowsecurity, p.polname, p.polpermissive, p.polcmd, p.polroles = '{0}', pg_get_expr(p.polqual, c.oid), pg_get_expr(p.polwithcheck, c.oid)
            from pg_class c left join pg_policy p on p.polrelid = c.oid
            where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'schema_migrations' order by 1
            """);

        Assert.Equal(world.Tables.Select(t => $"{t} True one_organization True * True ({Key(t)} = current_organization()) ({Key(t)} = current_organization())"), policies);
        Assert.Equal(
            world.Tables.Where(t => t != "organizations"),
            await connection.Lines("select table_name from information_schema.columns where table_schema = 'public' and column_name = 'organization_id' and is_nullable = 'NO' and data_type = 'uuid' order by 1"));
    }

    [Fact]
    public async Task The_application_neither_owns_anything_nor_is_above_the_policies()
    {
        await using var connection = await Catalog.Open(world.Database.SuperuserConnectionString);

        Assert.Equal(["False False False False"], await connection.Lines("select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = 'records_app'"));
        Assert.Empty(await connection.Lines("select relname from pg_class where relowner = 'records_app'::regrole"));
        Assert.False(await connection.Value<bool>("select has_schema_privilege('records_app', 'public', 'create')"));
        Assert.Empty(await connection.Lines("select m.roleid::regrole from pg_auth_members m where m.member = 'records_app'::regrole"));
    }

    [Fact]
    public async Task Of_two_organizations_each_sees_its_own_rows_of_every_table_and_no_others()
    {
        foreach (var (mine, other) in new[] { (Ours, Theirs), (Theirs, Ours) })
        {
            await using var app = await world.As(mine);
            foreach (var table in world.Tables)
            {
                Assert.True(await app.Value<long>($"select count(*) from {table}") == 1, table);
                Assert.True(await app.Value<long>($"select count(*) from {table} where {Key(table)} = '{other}'") == 0, table);
            }
        }
    }

    [Fact]
    public async Task Without_an_organization_there_is_nothing_to_be_seen_or_written()
    {
        await using var app = await Catalog.Open(world.Database.AppConnectionString);
        foreach (var table in world.Tables)
        {
            Assert.True(await app.Value<long>($"select count(*) from {table}") == 0, table);
            await app.TouchesNothing($"update {table} set {Key(table)} = {Key(table)}");
            await app.TouchesNothing($"delete from {table}");
            await app.IsRefused(TwoOrganizations.Insert(table, await world.Columns(table), Ours));
        }
    }

    [Fact]
    public async Task No_row_of_another_organization_can_be_changed_or_deleted()
    {
        await using var app = await world.As(Ours);
        foreach (var table in world.Tables)
        {
            await app.TouchesNothing($"update {table} set {Key(table)} = {Key(table)} where {Key(table)} = '{Theirs}'");
            await app.TouchesNothing($"delete from {table} where {Key(table)} = '{Theirs}'");
        }
    }

    [Fact]
    public async Task No_row_can_be_put_into_another_organization()
    {
        await using var app = await world.As(Ours);
        foreach (var table in world.Tables)
        {
            await app.IsRefused(TwoOrganizations.Insert(table, await world.Columns(table), Theirs));
            await app.IsRefused($"update {table} set {Key(table)} = '{Theirs}'");
        }
    }

    [Fact]
    public async Task A_connection_that_goes_back_to_the_pool_forgets_for_whom_it_spoke()
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(world.Database.AppConnectionString) { MaxPoolSize = 1 }.ConnectionString);
        await using (var first = await source.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await first.Run($"set records.organization = '{Ours}'");
            Assert.Equal(1, await first.Value<long>("select count(*) from recordings"));
        }

        await using var second = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, await second.Value<long>("select count(*) from recordings"));
    }

    [Fact]
    public async Task Before_a_sign_in_the_application_may_ask_for_one_identifier_and_nobody_else_may()
    {
        await using var superuser = await Catalog.Open(world.Database.SuperuserConnectionString);
        var functions = await superuser.Lines(
            "select proname, has_function_privilege('records_app', oid, 'execute'), has_function_privilege('public', oid, 'execute') from pg_proc where pronamespace = 'public'::regnamespace and prosecdef order by 1");

        Assert.Equal(["end_epoch False False", "keep_epoch False False", "organization_of_api_key True False", "organization_of_user True False", "organizations_for_jobs True False"], functions);
        await using var app = await Catalog.Open(world.Database.AppConnectionString);
        Assert.Equal(2, await app.Value<long>("select count(*) from organizations_for_jobs()"));
        foreach (var organization in new[] { Ours, Theirs })
        {
            var email = await superuser.Value<string>($"select normalized_email from users where organization_id = '{organization}'");
            var key = await superuser.Value<string>($"select id from api_keys where organization_id = '{organization}'");
            Assert.Equal(organization, await app.Value<Guid>($"select organization_of_user('{email}')"));
            Assert.Equal(organization, await app.Value<Guid>($"select organization_of_api_key('{key}')"));
        }

        Assert.Equal(["- -"], await app.Lines("select organization_of_user('NOBODY'), organization_of_api_key('nobody')"));
    }

    private static string Key(string table) => table == "organizations" ? "id" : "organization_id";

    /// <summary>One made-up row of each of two organizations in every table.</summary>
    public sealed class TwoOrganizations : IAsyncLifetime
    {
        public TestDatabase Database { get; private set; } = null!;

        public IReadOnlyList<string> Tables { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            Database = await TestDatabase.Create(TestContext.Current.CancellationToken);
            await using var superuser = await Catalog.Open(Database.SuperuserConnectionString);
            Tables = await superuser.Lines(Catalog.Tables);
            await superuser.Run("set session_replication_role = replica"); // made-up rows refer to nothing
            foreach (var table in Tables)
            {
                await superuser.Run(Insert(table, await Columns(table), Ours));
                await superuser.Run(Insert(table, await Columns(table), Theirs));
            }
        }

        public ValueTask DisposeAsync() => Database.DisposeAsync();

        public async Task<NpgsqlConnection> As(Guid organization)
        {
            var app = await Catalog.Open(Database.AppConnectionString);
            await app.Run($"set records.organization = '{organization}'");
            return app;
        }

        public async Task<IReadOnlyList<string>> Columns(string table)
        {
            await using var superuser = await Catalog.Open(Database.SuperuserConnectionString);
            return await superuser.Lines($"select attname, format_type(atttypid, null) from pg_attribute where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped and attidentity = '' order by attnum");
        }

        public static string Insert(string table, IReadOnlyList<string> columns, Guid organization)
        {
            var pairs = columns.Select(c => c.Split(' ', 2)).ToList();
            var names = string.Join(", ", pairs.Select(c => $"\"{c[0]}\""));
            var values = string.Join(", ", pairs.Select(c => c[0] == Key(table) ? $"'{organization}'" : Any(c[1])));
            return $"insert into {table} ({names}) values ({values})";
        }

        private static string Any(string type) => type switch
        {
            "uuid" => "gen_random_uuid()",
            "text" or "character varying" => "md5(random()::text)",
            "bytea" => "decode(md5(random()::text), 'hex')",
            "timestamp with time zone" => "now()",
            "boolean" => "true",
            "jsonb" => "'[]'",
            "uuid[]" or "text[]" => "'{}'",
            _ => "1",
        };
    }
}
