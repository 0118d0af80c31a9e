using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EdgeFlow.Control.Personal;
using EdgeFlow.Ledger.Audit.Sealing;
using EdgeFlow.Ledger.Audit.Verification;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Tests.Integration.Control;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger;

/// <summary>What a submission says of persons: used on real nodes, kept in no event, and gone with its key.</summary>
public sealed class PersonalDataTests
{
    private const string Person = "Ada Augusta Lovelace";
    private const string SelectTables = """
        select quote_ident(table_name) from information_schema.tables
        where table_schema = 'public' and table_type = 'BASE TABLE'
        """;

    [Theory]
    [InlineData("batch")]
    [InlineData("stream")]
    public async Task Submit_PersonalText_ReachesTheStageAndStandsInNoTableButResults(string mode)
    {
        await using var plane = await Plane.Start();
        await plane.AddNode("one");

        var job = await Complete(plane, mode);

        var results = await plane.Get<Page<StoredResult>>($"/v1/jobs/{job}/results?limit=1000");
        Assert.All(results.Items, item => Assert.Contains(Person, item.Payload!.Value.GetRawText()));
        Assert.Equal(["results"], await Holding(plane, Person));
        Assert.DoesNotContain(
            Person, await plane.Http.GetStringAsync($"/v1/jobs/{job}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Destroy_JobThatHasEnded_LeavesEveryProofAndNoWayToTheText()
    {
        await using var plane = await Plane.Start();
        await plane.AddNode("one");
        var job = await Complete(plane, "batch");
        await plane.Control.Parts.GetRequiredService<Sealer>().Seal(default);
        var before = await plane.Events($"job-{job}");
        Assert.Equal(HttpStatusCode.OK, await Asked(plane, HttpMethod.Get, $"/v1/jobs/{job}/personal-key"));

        var first = await Asked(plane, HttpMethod.Delete, $"/v1/jobs/{job}/personal-data");
        var again = await Asked(plane, HttpMethod.Delete, $"/v1/jobs/{job}/personal-data");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (first, again));
        Assert.Equal(HttpStatusCode.NoContent, await Asked(plane, HttpMethod.Get, $"/v1/jobs/{job}/personal-key"));
        var after = await plane.Events($"job-{job}");
        Assert.Equal(
            before.Select(item => item.Data.GetRawText()),
            after.SkipLast(1).Select(item => item.Data.GetRawText()));
        Assert.Equal("personal_data_destroyed", after[^1].Type);
        var report = await plane.Control.Parts.GetRequiredService<LiveVerifier>().Verify(null, default);
        Assert.Empty(report.Findings);
        Assert.Equal((await plane.Job(job)).Revision, after.Count);
        Assert.Equal(
            HttpStatusCode.Conflict, await Asked(plane, HttpMethod.Post, $"/v1/jobs/{job}/rerun", new JobRerun()));
    }

    [Fact]
    public async Task Rerun_OfPersonalData_OpensTheBoxesOfTheFirstRun()
    {
        await using var plane = await Plane.Start();
        await plane.AddNode("one");
        var job = await Complete(plane, "batch");

        using var response = await plane.Http.PostAsJsonAsync(
            $"/v1/jobs/{job}/rerun", new JobRerun(From: "left"), ProtocolJson.Options);
        var again = (await response.Content.ReadFromJsonAsync<JobView>(ProtocolJson.Options))!;
        await plane.Until(again.Job, view => view.Status == JobStatus.Completed);

        var results = await plane.Get<Page<StoredResult>>($"/v1/jobs/{again.Job}/results?limit=1000");
        Assert.All(results.Items, item => Assert.Contains(Person, item.Payload!.Value.GetRawText()));
    }

    [Fact]
    public async Task Destroy_JobsWithoutAKeyOfTheirOwn_SaysThatNothingWasDestroyed()
    {
        await using var plane = await Plane.Start();
        await plane.AddNode("one");
        var first = await Complete(plane, "batch");
        using var response = await plane.Http.PostAsJsonAsync(
            $"/v1/jobs/{first}/rerun", new JobRerun(), ProtocolJson.Options);
        var again = (await response.Content.ReadFromJsonAsync<JobView>(ProtocolJson.Options))!;
        var plain = await plane.Submit(Submission(again.Application) with { Parameters = null });
        await plane.Until(again.Job, view => view.Status == JobStatus.Completed);
        await plane.Until(plain.Job, view => view.Status == JobStatus.Completed);

        foreach (var (job, word) in new[] { (again.Job, first), (plain.Job, "nothing was destroyed") })
        {
            var before = await plane.Events($"job-{job}");
            using var answer = await plane.Http.DeleteAsync(new Uri($"/v1/jobs/{job}/personal-data", UriKind.Relative));

            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.Contains(word, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal(before.Count, (await plane.Events($"job-{job}")).Count);
        }
    }

    [Fact]
    public async Task Submit_NameThatAnotherJobHas_LeavesNoKey()
    {
        await using var plane = await Plane.Start(options => options with { Leases = Plane.Patient });
        var name = NewName();
        await plane.Declare(Manifests.Chain(name, "batch"));
        var taken = await plane.Submit(Submission(name) with { Parameters = null });

        var status = await Asked(
            plane, HttpMethod.Post, "/v1/jobs", Submission(name) with { Job = taken.Job });

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.False(await plane.Control.Parts.GetRequiredService<PersonalKeys>().Knows(taken.Job, default));
    }

    [Fact]
    public async Task Destroy_JobThatStillRuns_IsRefused()
    {
        await using var plane = await Plane.Start(options => options with { Leases = Plane.Patient });
        var name = NewName();
        await plane.Declare(Manifests.Chain(name, "batch"));
        var job = await plane.Submit(Submission(name));

        Assert.Equal(
            HttpStatusCode.Conflict, await Asked(plane, HttpMethod.Delete, $"/v1/jobs/{job.Job}/personal-data"));
        Assert.Equal(HttpStatusCode.OK, await Asked(plane, HttpMethod.Get, $"/v1/jobs/{job.Job}/personal-key"));
        Assert.Equal(job.Job, (await plane.Submit(Submission(name) with { Job = job.Job })).Job);
    }

    private static async Task<string> Complete(Plane plane, string mode)
    {
        var name = NewName();
        await plane.Declare(Manifests.Chain(name, mode));
        var job = await plane.Submit(Submission(name));
        await plane.Until(job.Job, view => view.Status == JobStatus.Completed);
        return job.Job;
    }

    private static JobSubmission Submission(string application) => new(
        application, Frames: 4, Parameters: new Dictionary<string, JsonElement>
        {
            ["left"] = JsonSerializer.SerializeToElement(new { name = new { personal = Person } }),
        });

    private static async Task<HttpStatusCode> Asked(Plane plane, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : JsonContent.Create(body, options: ProtocolJson.Options),
        };
        using var response = await plane.Http.SendAsync(request);
        return response.StatusCode;
    }

    // The tables with a row that holds the text as it is, or its bytes as PostgreSQL prints bytes.
    private static async Task<IReadOnlyList<string>> Holding(Plane plane, string text)
    {
        var source = plane.Control.Parts.GetRequiredService<NpgsqlDataSource>();
        var tables = new List<string>();
        await using (var select = source.CreateCommand(SelectTables))
        await using (var reader = await select.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        var holding = new List<string>();
        foreach (var table in tables)
        {
            await using var look = source.CreateCommand(
                $"select exists (select from {table} t "
                + "where position($1 in t::text) > 0 or position($2 in t::text) > 0)");
            look.Parameters.AddWithValue(text);
            look.Parameters.AddWithValue(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)));
            if (await look.ExecuteScalarAsync() is true)
            {
                holding.Add(table);
            }
        }

        return holding;
    }

    private static string NewName() => $"personal-{Guid.NewGuid():N}"[..18];
}
