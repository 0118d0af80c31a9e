using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using EdgeFlow.Api.Access;
using EdgeFlow.Control.Access;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.Tenants;

/// <summary>Every route by every role, about own things, another tenant's and none: made from the routes that there
/// are, so that a new route without a rule fails.</summary>
public sealed partial class AccessMatrixTests(TenantFixture tenants) : IClassFixture<TenantFixture>
{
    [Fact]
    public void Routes_EveryOne_HasARuleAndEveryRuleARoute()
    {
        var routes = tenants.Routes.SelectMany(AccessTable.Keys).Distinct().ToList();

        Assert.Empty(routes.Except(AccessTable.Rules.Keys, StringComparer.OrdinalIgnoreCase));
        Assert.Empty(AccessTable.Rules.Keys.Except(routes, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Routes_EveryRoleOnEveryThing_AreAnsweredByTheRule()
    {
        var wrong = new List<string>();
        foreach (var route in tenants.Routes)
        {
            foreach (var caller in TenantFixture.Callers)
            {
                foreach (var owner in Owners(route))
                {
                    wrong.AddRange(await Wrong(route, caller, owner));
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Routes_AnothersThing_IsAnsweredAsNone()
    {
        var wrong = new List<string>();
        var asked = 0;
        foreach (var route in tenants.Routes.Where(route => Owners(route).Count > 1))
        {
            foreach (var caller in new[] { TenantFixture.North, TenantFixture.NorthReader })
            {
                var others = await Ask(route, caller, "south");
                var none = await Ask(route, caller, "never");
                asked++;
                if (others.Status != none.Status || others.Without("south") != none.Without("never"))
                {
                    wrong.Add($"{Key(route)} for {caller}: {others} ≠ {none}");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.True(asked > 10, $"{asked}");
    }

    private static IReadOnlyList<string> Owners(RouteEndpoint route) =>
        route.RoutePattern.Parameters.Any(part => part.Name is "job" or "application")
            ? ["north", "south", "never"]
            : [""];

    private async Task<IReadOnlyList<string>> Wrong(RouteEndpoint route, string caller, string owner)
    {
        var rule = AccessTable.Of(route);
        var answer = await Ask(route, caller, owner);
        var role = caller.Split(' ')[0];
        var isTenants = caller.EndsWith("north", StringComparison.Ordinal)
            || caller.EndsWith("south", StringComparison.Ordinal);
        string expected;
        bool holds;
        if (rule == AccessRule.Open)
        {
            (expected, holds) = ("200", answer.Status == HttpStatusCode.OK);
        }
        else if (rule == AccessRule.Sidecar || caller == TenantFixture.Nobody)
        {
            (expected, holds) = ("401", answer.Status == HttpStatusCode.Unauthorized);
        }
        else if (!rule.Allows(Enum.Parse<CallerRole>(role, ignoreCase: true)))
        {
            (expected, holds) = ("403", answer.Status == HttpStatusCode.Forbidden);
        }
        else if (owner.Length > 0 && isTenants && !caller.EndsWith(owner, StringComparison.Ordinal))
        {
            (expected, holds) = ("404", answer.Status == HttpStatusCode.NotFound);
        }
        else
        {
            expected = "neither refused nor a bug";
            holds = answer.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                or HttpStatusCode.InternalServerError)
                && (owner is "never" or "" || IsOfAPastPlan(route) || answer.Status != HttpStatusCode.NotFound);
        }

        return holds ? [] : [$"{Key(route)} ({rule}) of {owner} by {caller}: {expected} is expected, not {answer}"];
    }

    // The first plan was made before some of the jobs came.
    private static bool IsOfAPastPlan(RouteEndpoint route) =>
        route.RoutePattern.Parameters.Any(part => part.Name == "revision");

    private async Task<Told> Ask(RouteEndpoint route, string caller, string owner)
    {
        var pattern = "/" + route.RoutePattern.RawText!.Trim('/');
        var path = Parameter().Replace(pattern, match => match.Groups[1].Value switch
        {
            "job" => $"{owner}-job",
            "application" => $"{owner}-app",
            "node" => "hall-1",
            "documentName" => "v1",
            "revision" or "solve" or "to" or "sequence" => "1",
            _ => "some-1",
        });
        using var request = new HttpRequestMessage(new HttpMethod(Key(route).Split(' ')[0]), path + Query(path));
        if (request.Method != HttpMethod.Get)
        {
            // An object that no resource takes: it shows who comes through without changing anything.
            request.Content = new StringContent("""{"x":1}""", Encoding.UTF8, "application/json");
            request.Headers.IfMatch.ParseAdd("\"999999\"");
        }

        using var response = await tenants.Of(caller).SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var isStream = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        return new Told(response.StatusCode, isStream ? "a stream" : await response.Content.ReadAsStringAsync());
    }

    private static string Query(string path) =>
        path.EndsWith("why-not", StringComparison.Ordinal) ? "?task=see&node=hall-1"
        : path.EndsWith("/hall-1", StringComparison.Ordinal) ? "?incarnation=another"
        : "";

    private static string Key(RouteEndpoint route) => AccessTable.Keys(route).First();

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Parameter();

    private sealed record Told(HttpStatusCode Status, string Text)
    {
        /// <summary>The answer without the name that was asked for.</summary>
        public string Without(string owner) => Text.Replace(owner, "…", StringComparison.Ordinal);
    }
}
