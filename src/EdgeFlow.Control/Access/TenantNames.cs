using EdgeFlow.Domain.Ids;
using EdgeFlow.EventStore;

namespace EdgeFlow.Control.Access;

/// <summary>Tenants as people write them. The default tenant has another name in the database, which no other can
/// have.</summary>
public static class TenantNames
{
    /// <summary>How people write the default tenant.</summary>
    public const string Default = "default";

    /// <summary>Whether a text names a tenant: <see cref="Name.Rule"/>.</summary>
    public static bool IsValid(string? text) => Name.IsValid(text);

    /// <summary>The value of <c>tenant_id</c> of a name.</summary>
    public static string Stored(string name) => name == Default ? Tenancy.Default : name;

    /// <summary>The name of a value of <c>tenant_id</c>.</summary>
    public static string Shown(string stored) => stored == Tenancy.Default ? Default : stored;
}
