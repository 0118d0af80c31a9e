using Npgsql;

namespace EdgeFlow.Control.Access;

/// <summary>Whose are applications and jobs? Thread safe.</summary>
public sealed class Ownership(NpgsqlDataSource database)
{
    /// <summary>Whose an application is; null when it is not there.</summary>
    /// <param name="application">The application.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string?> OfApplication(string application, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(
            "select tenant from applications where application = $1 limit 1");
        select.Parameters.AddWithValue(application);
        return (string?)await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a job is there and is a tenant's. Takes the same way and time for another's job as for one that
    /// is not there.</summary>
    /// <param name="job">The job.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<bool> HasJob(string job, string tenant, CancellationToken cancellationToken) =>
        Has("select exists (select from jobs where job = $1 and tenant = $2)", job, tenant, cancellationToken);

    /// <summary>Whether an application is there and is a tenant's.</summary>
    /// <param name="application">The application.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<bool> HasApplication(string application, string tenant, CancellationToken cancellationToken) => Has(
        "select exists (select from applications where application = $1 and tenant = $2)", application, tenant,
        cancellationToken);

    /// <summary>Which of these words name jobs or applications that are not a tenant's.</summary>
    /// <param name="words">The words, each at most a name's length.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlySet<string>> Others(
        IReadOnlyCollection<string> words, string tenant, CancellationToken cancellationToken)
    {
        var others = new HashSet<string>(StringComparer.Ordinal);
        if (words.Count == 0)
        {
            return others;
        }

        await using var select = database.CreateCommand("""
            select job from jobs where job = any($1) and tenant <> $2
            union select application from applications where application = any($1) and tenant <> $2
            """);
        select.Parameters.AddWithValue(words.ToArray());
        select.Parameters.AddWithValue(tenant);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            others.Add(reader.GetString(0));
        }

        return others;
    }

    private async Task<bool> Has(string text, string id, string tenant, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(text);
        select.Parameters.AddWithValue(id);
        select.Parameters.AddWithValue(tenant);
        return await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
    }
}
