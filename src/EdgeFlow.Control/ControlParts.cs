using EdgeFlow.Control.Access;
using EdgeFlow.Control.Applications;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Database;
using EdgeFlow.Control.Deciding;
using EdgeFlow.Control.Events;
using EdgeFlow.Control.Jobs;
using EdgeFlow.Control.Leadership;
using EdgeFlow.Control.Network;
using EdgeFlow.Control.Nodes;
using EdgeFlow.Control.Notifications;
using EdgeFlow.Control.Personal;
using EdgeFlow.Control.Plans;
using EdgeFlow.Control.Plans.Contents;
using EdgeFlow.Control.Plans.Solves;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Control.Requests;
using EdgeFlow.Control.Reruns;
using EdgeFlow.Control.Results;
using EdgeFlow.Control.Runs;
using EdgeFlow.Control.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeFlow.Control;

/// <summary>All parts of a control plane, each made once. The host adds options, a clock, logging and a workflow
/// client.</summary>
public static class ControlParts
{
    /// <summary>Adds them.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="database">The open database.</param>
    public static IServiceCollection AddControl(this IServiceCollection services, ControlDatabase database)
    {
        services.AddSingleton(database.Store).AddSingleton(database.Source);
        services.AddSingleton<ControlCommands>().AddSingleton<ApplicationCatalog>().AddSingleton<ApplicationRegistry>();
        services.AddSingleton<ResultDesk>().AddSingleton<ResultStore>();
        services.AddSingleton<ResultQueries>().AddSingleton<ProgressQuery>();
        services.AddSingleton<Ownership>().AddSingleton<IdempotencyKeys>();
        services.AddSingleton<PersonalKeys>().AddSingleton<PersonalVault>();
        services.AddSingleton<JobRegistry>().AddSingleton<JobViews>().AddSingleton<JobList>();
        services.AddSingleton<AdoptedJobPlans>().AddSingleton<PastRuns>().AddSingleton<RunFamily>();
        services.AddSingleton<RerunDesk>();
        services.AddSingleton<JobTurns>().AddSingleton<JobReports>().AddSingleton<FailedAttempts>();
        services.AddSingleton<KeptResults>();
        services.AddSingleton<LeaseTable>().AddSingleton<TelemetryBoard>().AddSingleton<HeartbeatRelay>();
        services.AddSingleton<NodeRegistry>().AddSingleton<HeartbeatDesk>().AddSingleton<StaleStages>();
        services.AddSingleton<NodeViews>().AddSingleton<LinkRegistry>().AddSingleton<EventViews>();
        services.AddSingleton<PlanContents>().AddSingleton<SolveReader>();
        services.AddSingleton<PlanLedger>().AddSingleton<PlanViews>().AddSingleton<PlanProofs>()
            .AddSingleton<PlanExplanations>();
        services.AddSingleton<SettingsBoard>().AddSingleton<SettingsDesk>().AddSingleton<StartNote>();
        services.AddSingleton<NetworkReader>().AddSingleton<Replanner>().AddSingleton<PlanImprover>();
        services.AddSingleton<FailureDetector>();
        services.AddSingleton<LeaderLease>().AddSingleton<Leader>();
        services.AddSingleton<WorkflowNotices>().AddSingleton<CompletionNotices>();
        services.AddSingleton<Janitor>().AddSingleton<Decider>();
        return services;
    }
}
