using System.CommandLine;
using EdgeFlow.Cli;
using EdgeFlow.Cli.Access;
using EdgeFlow.Cli.Audit;
using EdgeFlow.Cli.Branches;
using EdgeFlow.Cli.Connection;
using EdgeFlow.Cli.Context;
using EdgeFlow.Cli.Demo;
using EdgeFlow.Cli.Exchange;
using EdgeFlow.Cli.History;
using EdgeFlow.Cli.Hosting;
using EdgeFlow.Cli.Jobs;
using EdgeFlow.Cli.Ledger;
using EdgeFlow.Cli.Network;
using EdgeFlow.Cli.Output;
using EdgeFlow.Cli.Plans;
using EdgeFlow.Cli.Replays;
using EdgeFlow.Cli.Reports;
using EdgeFlow.Experiments.Figures;

var root = new RootCommand("EdgeFlow runs applications made of deep-learning stages on machines that work together.")
{
    ServerOptions.Server,
    ServerOptions.Token,
    Printer.Format,
    SubmitCommand.Make(),
    RerunCommand.Make(),
    GetCommand.Make(),
    ReportCommand.Make(),
    WatchCommand.Make(),
    LogsCommand.Make(),
    HistoryCommand.Make(),
    ReplayCommand.Make(),
    CancelCommand.Make(),
    PlanCommand.Make(),
    RebuildCommand.Make(),
    WhyCommand.Make(),
    AuditCommand.Make(),
    OutboxCommand.Make(),
    ExperimentCommands.Make(Printer.ForExperiments),
    WhatIfCommand.Make(),
    BranchCommand.Make(),
    BacktestCommand.Make(),
    LinkCommand.Make(),
    ContextCommand.Make(),
    DrainCommand.Make(),
    ServeCommand.Make(),
    TokenCommand.Make(),
    NodeCommand.Make(),
    DevCommand.Make(),
    DemoCommand.Make(),
};

return await Outcome.Of(root, args);
