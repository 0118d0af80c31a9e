using EdgeFlow.Ledger.Audit;
using EdgeFlow.Ledger.Branches;
using EdgeFlow.Ledger.Plans;
using EdgeFlow.Ledger.Rebuild;
using EdgeFlow.Ledger.Replay;
using EdgeFlow.Ledger.Reports;
using EdgeFlow.Ledger.Timeline;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeFlow.Ledger;

/// <summary>All parts of the ledger, each made once. They need the parts of the control room beside them.</summary>
public static class LedgerParts
{
    /// <summary>Adds them.</summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddSingleton<PlanMoments>().AddSingleton<PlanDifferences>().AddSingleton<PastExplanations>()
            .AddSingleton<NodeLosses>();
        services.AddSingleton<RecordedPlans>().AddSingleton<PlanVerification>().AddSingleton<SolveViews>();
        services.AddSingleton<Worlds>().AddSingleton<SnapshotFollower>();
        services.AddAudit();
        services.AddSingleton<Moments>().AddSingleton<PastLists>().AddSingleton<PastDeltas>();
        services.AddSingleton<KeptBranches>().AddSingleton<WhatIfDesk>();
        services.AddSingleton<RebuildDesk>();
        services.AddSingleton<Replays>();
        services.AddSingleton<UsageCount>().AddSingleton<UsageKeeper>().AddSingleton<UsageReports>();
        return services;
    }
}
