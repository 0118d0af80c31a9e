using EdgeFlow.Tests.Integration.Postgres;
using Npgsql;

namespace EdgeFlow.Tests.Integration.Exchange;

/// <summary>Texts of components for tests.</summary>
internal static class Components
{
    /// <summary>A component with its metadata.</summary>
    public static string Of(string name, string type, params (string Name, string Value)[] metadata) => $"""
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: {name}
        spec:
          type: {type}
          version: {(type == "state.postgresql" ? "v2" : "v1")}
          metadata:

        """ + string.Concat(metadata.Select(item => $"    - name: {item.Name}\n      value: \"{item.Value}\"\n"));

    /// <summary>A fresh database as daprd's driver writes its address.</summary>
    public static async Task<string> Database()
    {
        var address = new NpgsqlConnectionStringBuilder(await PostgresFixture.FreshDatabase());
        return $"host={address.Host} port={address.Port} user={address.Username} password={address.Password} "
            + $"dbname={address.Database}";
    }
}
