using EdgeFlow.Ledger.Audit.Chain;
using EdgeFlow.Ledger.Audit.Sealing;
using EdgeFlow.Ledger.Audit.Verification;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeFlow.Ledger.Audit;

/// <summary>The parts of the audit chain, each made once. The host adds the <see cref="AuditOptions"/>.</summary>
internal static class AuditParts
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddSingleton<ChainStore>().AddSingleton<KeyRing>().AddSingleton<Sealer>().AddSingleton<SealLoop>()
        .AddSingleton<LiveVerifier>().AddSingleton<Export.ExportWriter>()
        .AddSingleton<AuditDesk>().AddSingleton<Archives.Archivist>();
}
