using EdgeFlow.Protocol.Jobs;

namespace EdgeFlow.Protocol.Branches;

/// <summary>A job that a branch submits. Either a manifest or the name of a declared application.</summary>
/// <param name="Manifest">An application's manifest, YAML or JSON; null for a declared application.</param>
/// <param name="Submission">What the job asks; null for as the manifest says. Its application is the manifest's where
/// there is one.</param>
/// <param name="At">When after the branch's beginning, e.g. <c>+10s</c>; null for at once.</param>
public sealed record WhatIfSubmission(
    string? Manifest = null, JobSubmission? Submission = null, string? At = null);
