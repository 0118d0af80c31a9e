using EdgeFlow.Api.Http;
using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Plans;
using EdgeFlow.Ledger.Plans;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.Plans;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Api.Resources;

/// <summary>Why and why not: of the plan in force, of past ones, of lost nodes, and between two plans.</summary>
internal static class WhyApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/plans/current/jobs/{job}/rate", RateNow)
            .WithSummary("Why a job has its rate: what limits it, the price of that, and what would raise it")
            .Produces<RateExplanation>();
        routes.MapGet("/plans/{revision:int:min(1)}/jobs/{job}/explanation", Explain)
            .WithSummary("Why a job was where it was, or waited, under a past plan").Produces<JobExplanation>();
        routes.MapGet("/plans/{revision:int:min(1)}/jobs/{job}/why-not", WhyNot)
            .WithSummary("Why a task of a job was not on a node under a past plan").Produces<WhyNotAnswer>();
        routes.MapGet("/plans/{revision:int:min(1)}/jobs/{job}/rate", Rate)
            .WithSummary("Why a job had its rate under a past plan").Produces<RateExplanation>();
        routes.MapGet("/plans/{revision:int:min(1)}/diff/{to:int:min(1)}", Diff)
            .WithSummary("What moved from one plan to another, what it cost, and why").Produces<PlanDifference>();
        routes.MapGet("/nodes/{node}/why", Node)
            .WithSummary("Why a node was given up: the heartbeats that were missing").Produces<NodeExplanation>();
    }

    private static async Task<IResult> RateNow(HttpContext http, PlanExplanations plans, string job) =>
        Replies.Of(await plans.Rate(job, http.RequestAborted));

    private static async Task<IResult> Explain(HttpContext http, PastExplanations past, int revision, string job) =>
        Replies.Of(await past.Explain(revision, job, http.RequestAborted));

    private static async Task<IResult> Rate(HttpContext http, PastExplanations past, int revision, string job) =>
        Replies.Of(await past.Rate(revision, job, http.RequestAborted));

    private static async Task<IResult> WhyNot(
        HttpContext http, PastExplanations past, int revision, string job, string? task, string? node) =>
        (Names.Check("task", task) ?? Names.Check("node", node)) is { } bad
            ? Problems.Of(bad)
            : Replies.Of(await past.WhyNot(revision, job, task!, node!, http.RequestAborted));

    private static async Task<IResult> Diff(HttpContext http, PlanDifferences differences, int revision, int to) =>
        Replies.Of(await differences.Find(revision, to, http.RequestAborted));

    private static async Task<IResult> Node(HttpContext http, NodeLosses losses, string node) =>
        Replies.Found(await losses.Explain(node, http.RequestAborted), "node");
}
