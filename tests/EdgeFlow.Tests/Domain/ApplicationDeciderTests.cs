using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using Xunit;
using static EdgeFlow.Tests.Domain.CommandScript;

namespace EdgeFlow.Tests.Domain;

/// <summary>Versions of an application.</summary>
public class ApplicationDeciderTests
{
    private static readonly string One = new('1', 64);
    private static readonly string Two = new('2', 64);

    [Fact]
    public void DeclareApplication_AnotherManifest_IsTheNextVersion()
    {
        var state = Run(Declare(One), Declare(Two));

        Assert.Equal(2, state.Version);
        Assert.Equal((1, 2, null), (state.VersionOf(One), state.VersionOf(Two), state.VersionOf("")));
    }

    [Fact]
    public void DeclareApplication_KnownManifest_IsThatVersion()
    {
        var state = Run(Declare(One), Declare(Two));

        Assert.Same(Decision.Nothing, ApplicationDecider.Decide(state, Declare(One)));
        Assert.Same(Decision.Nothing, ApplicationDecider.Decide(state, Declare(Two)));
    }

    [Fact]
    public void DeclareApplication_WrongValues_IsRejected()
    {
        Assert.IsType<Rejected>(ApplicationDecider.Decide(null, Declare("12")));
        Assert.IsType<Rejected>(ApplicationDecider.Decide(null, Declare(One) with { Application = new("../a") }));
    }

    [Fact]
    public void Evolve_VersionOutOfOrder_IsABug() => Assert.Throws<InvalidOperationException>(
        () => ApplicationDecider.Evolve(null, new ApplicationDeclared(new("app"), 2, One, "{}", Start)));

    private static DeclareApplication Declare(string hash) => new(new ApplicationName("app"), hash, "{}", Start);

    private static ApplicationState Run(params ApplicationCommand[] commands) =>
        commands.Aggregate((ApplicationState?)null, (now, command) =>
            EventsOf(ApplicationDecider.Decide(now, command)).Aggregate(now, ApplicationDecider.Evolve))!;
}
