using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using EdgeFlow.Api.Access;
using EdgeFlow.Tests.Integration.Ledger.Tenants;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.Hostile;

/// <summary>Throws hostile texts at every parameter of every GET route, those of tomorrow too: each gets an answer or
/// a problem, never a fault, never what is inside.</summary>
public sealed partial class HostileReaderTests(TenantFixture tenants) : IClassFixture<TenantFixture>
{
    private const int AtOnce = 8;
    private const int MaxShown = 40;

    private static readonly string[] Hostile =
    [
        "", "'", "'; drop table jobs; --", "' or '1'='1", "1) union select null, current_user --", "job_submitted' --",
        "-1", "0", "1e309", "NaN", "9223372036854775807", "9223372036854775808", "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z", "2999-01-01", "2026-13-99T99:99:99Z", "\0", "a\0b", "\u202egnp", "🦊", "\ud800",
        "../../etc/passwd", "%", "_", "*", "{}", "[1", "null", "true", "AAAA", "LTEKLTEK",
        "OTIyMzM3MjAzNjg1NDc3NTgwNwo5", new('x', 5_000), "south-job", "job-south-job", "south", "*DEFAULT*",
    ];

    private static readonly string[] Inside =
        ["   at ", "Exception", "Npgsql", "EdgeFlow.", "System.", "mt_events", "SQLSTATE", "/work/", ".cs:line"];

    [Theory]
    [InlineData(TenantFixture.Operator)]
    [InlineData(TenantFixture.North)]
    public async Task Get_HostileValueInEachParameter_IsAnsweredOrAProblem(string caller)
    {
        var asked = tenants.Routes.Where(IsGet).SelectMany(Paths).Distinct().ToList();
        var wrong = new List<string>();
        await Parallel.ForEachAsync(
            asked, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (path, _) =>
            {
                if (await Wrong(caller, path) is { } found)
                {
                    lock (wrong)
                    {
                        wrong.Add(found);
                    }
                }
            });

        Assert.True(wrong.Count == 0, $"{wrong.Count}\n{string.Join('\n', wrong.Order().Take(MaxShown))}");
        Assert.True(asked.Count > 500, $"{asked.Count} requests");
        using var after = await tenants.Of(caller).GetAsync("/v1/jobs");
        Assert.Contains("north-job", await after.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<string?> Wrong(string caller, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        using var response = await tenants.Of(caller).SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var kind = response.Content.Headers.ContentType?.MediaType;
        if (kind == "text/event-stream")
        {
            return null;
        }

        var text = await response.Content.ReadAsStringAsync();
        var isProblem = kind == "application/problem+json";
        var tells = isProblem && Inside.Any(word => text.Contains(word, StringComparison.Ordinal));
        var leaks = !isProblem && caller == TenantFixture.North && text.Contains("south", StringComparison.Ordinal);

        // A route of which few may run at once says so to the rest.
        var isBusy = isProblem && response.StatusCode == HttpStatusCode.ServiceUnavailable;
        return (response.StatusCode >= HttpStatusCode.InternalServerError && !isBusy) || tells || leaks
            || (!response.IsSuccessStatusCode && !isProblem)
            ? $"{path}: {(int)response.StatusCode} {kind} {text}"
            : null;
    }

    // Routes of ours: the framework answers for its own document of them.
    private static bool IsGet(RouteEndpoint route) => AccessTable.Keys(route).Any(
        key => key.StartsWith("GET ", StringComparison.Ordinal)
            && !key.Contains("/openapi/", StringComparison.Ordinal));

    private static IEnumerable<string> Paths(RouteEndpoint route)
    {
        var pattern = "/" + route.RoutePattern.RawText!.Trim('/');
        var plain = Parameter().Replace(pattern, match => Plain(match.Groups[1].Value));
        // The server itself refuses a path with a NUL, and an empty part is another path.
        var inPath = route.RoutePattern.Parameters.SelectMany(part => Hostile
            .Where(value => value.Length > 0 && !value.Contains('\0', StringComparison.Ordinal))
            .Select(value => Parameter().Replace(
                pattern, match => match.Groups[1].Value == part.Name ? Escaped(value) : Plain(match.Groups[1].Value))));
        var inQuery = Queries(route).SelectMany(name => Hostile.Select(value => $"{plain}?{name}={Escaped(value)}"));
        return inPath.Concat(inQuery);
    }

    private static string Plain(string parameter) => parameter switch
    {
        "job" => "north-job",
        "application" => "north-app",
        "node" => "hall-1",
        _ => "1",
    };

    // What a handler takes as text or number and is not in the path comes from the query; records of such things too.
    private static IEnumerable<string> Queries(RouteEndpoint route) =>
        (route.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? [])
        .SelectMany(parameter => parameter.GetCustomAttribute<AsParametersAttribute>() is null
            ? [(Name: parameter.Name!, Type: parameter.ParameterType)]
            : parameter.ParameterType.GetProperties().Select(member => (member.Name, Type: member.PropertyType)))
        .Where(found => IsValue(found.Type))
        .Select(found => char.ToLowerInvariant(found.Name[0]) + found.Name[1..])
        .Where(name => route.RoutePattern.GetParameter(name) is null);

    private static bool IsValue(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type.GetElementType() ?? type;
        return plain == typeof(string) || plain.IsPrimitive || plain == typeof(DateTimeOffset) || plain.IsEnum;
    }

    // A lone half of a pair cannot be written as UTF-8: it is sent as the bytes that would be it.
    private static string Escaped(string value) =>
        value == "\ud800" ? "%ED%A0%80" : Uri.EscapeDataString(value);

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Parameter();
}
