using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace RecordsManager.Persistence.Model;

/// <summary>Columns are the properties' words in snake_case; an <c>Id</c> type's property gets <c>_id</c> where it refers to another row.</summary>
internal static class SnakeCase
{
    public static void Apply(ModelBuilder builder)
    {
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(ColumnOf(property));
            }

            foreach (var key in entity.GetKeys())
            {
                key.SetName($"{entity.GetTableName()}_pkey");
            }

            foreach (var reference in entity.GetForeignKeys())
            {
                reference.SetConstraintName($"{entity.GetTableName()}_{ColumnOf((IMutableProperty)reference.Properties[0])}_fkey");
            }

            foreach (var index in entity.GetIndexes())
            {
                index.SetDatabaseName($"ix_{entity.GetTableName()}_{string.Join('_', index.Properties.Select(p => ColumnOf((IMutableProperty)p)))}");
            }
        }
    }

    private static string ColumnOf(IMutableProperty property)
    {
        var name = Write(property.Name);
        var refers = property.ClrType.Name.EndsWith("Id", StringComparison.Ordinal) || (Nullable.GetUnderlyingType(property.ClrType)?.Name.EndsWith("Id", StringComparison.Ordinal) ?? false);
        return refers && !name.EndsWith("id", StringComparison.Ordinal) ? name + "_id" : name;
    }

    private static string Write(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
