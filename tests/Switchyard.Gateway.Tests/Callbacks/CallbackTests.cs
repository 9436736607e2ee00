using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Callbacks;
using Switchyard.Engine.Jobs;
using Switchyard.Gateway.Callbacks;
using Switchyard.Gateway.Tests.Broker;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Callbacks;

public sealed class CallbackTests
{
    [Theory]
    [InlineData(200, CallbackAnswer.Delivered)]
    [InlineData(204, CallbackAnswer.Delivered)]
    [InlineData(302, CallbackAnswer.GiveUp)]
    [InlineData(404, CallbackAnswer.GiveUp)]
    [InlineData(429, CallbackAnswer.TryAgain)]
    [InlineData(503, CallbackAnswer.TryAgain)]
    public async Task Delivery_ByItsAnswer_IsDoneRepeatedOrGivenUp(int status, CallbackAnswer expected)
    {
        await using var receiver = await CallbackReceiver.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });

        (await SendAsync(receiver.Url, allowsPrivate: true)).ShouldBe(expected);

        (await receiver.ReceiveAsync()).ShouldStartWith(
            """POST / application/json {"errorId":0,"status":"ready","solution":{"a": 1},"cost":"0","createTime":"""
        );
        receiver.HasMore.ShouldBeFalse();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("2130706433")]
    public async Task Delivery_IntoThePrivateNetwork_IsGivenUpUnlessAllowed(string host)
    {
        await using var receiver = await CallbackReceiver.StartAsync();
        var url = new Uri($"http://{host}:{receiver.Url.Port}/");

        (await SendAsync(url, allowsPrivate: false)).ShouldBe(CallbackAnswer.GiveUp);

        receiver.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task Delivery_ToNobody_IsTriedAgain()
    {
        Uri url;
        await using (var receiver = await CallbackReceiver.StartAsync())
        {
            url = receiver.Url;
        }

        (await SendAsync(url, allowsPrivate: true)).ShouldBe(CallbackAnswer.TryAgain);
    }

    [Fact]
    public async Task Delivery_NotAnsweredIn10Seconds_IsTriedAgain()
    {
        var clock = new ManualTime();
        var arrived = new TaskCompletionSource();
        await using var receiver = await CallbackReceiver.StartAsync(async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });

        var sending = SendAsync(receiver.Url, allowsPrivate: true, clock).AsTask();
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        sending.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(10));

        (await sending).ShouldBe(CallbackAnswer.TryAgain);
    }

    [Fact]
    public async Task CallbackUrl_OfATask_GetsItsResultPosted()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var worker = await server.RegisteredAsync();

        await server.PostAsync("/createTask", $$$"""{"callbackUrl":"{{{receiver.Url}}}done","task":{"type":"T"}}""");
        var (_, id) = await worker.ReceiveTaskAsync();
        await worker.SendAsync(
            $$$"""{"type":"task_result","taskId":"{{{id}}}","errorId":-1,"result":{"error":"no luck"}}"""
        );

        (await receiver.ReceiveAsync()).ShouldBe(
            $$"""POST /done application/json {"errorId":12,"errorCode":"ERROR_CAPTCHA_UNSOLVABLE","errorDescription":"no luck","taskId":"{{id}}"}"""
        );
    }

    [Fact]
    public void Body_OfANativeJob_IsTheNativeView()
    {
        var body = System.Text.Encoding.UTF8.GetString(
            CallbackBody.Of(Finished(Dialect.Native), "{\"a\": 1}"u8.ToArray(), IdFormat.Uuid)
        );

        body.ShouldContain("\"state\":\"succeeded\"");
        body.ShouldContain("\"result\":{\"a\": 1}");
    }

    private static async ValueTask<CallbackAnswer> SendAsync(Uri url, bool allowsPrivate, TimeProvider? clock = null)
    {
        using var sender = new HttpCallbackSender(
            new CallbackModel { AllowPrivateNetwork = allowsPrivate },
            clock ?? TimeProvider.System,
            NullLogger<HttpCallbackSender>.Instance
        );
        return await sender.SendAsync(
            Finished(Dialect.Broker),
            "{\"a\": 1}"u8.ToArray(),
            url.ToString(),
            IdFormat.Uuid,
            CancellationToken.None
        );
    }

    private static JobSnapshot Finished(Dialect dialect) =>
        new()
        {
            Id = 7,
            Salt = 9,
            Lane = new Lane(1, dialect, 0, new JobRoute(1, "T", [])),
            State = JobState.Succeeded,
            Priority = 5,
            CreatedAt = DateTimeOffset.UnixEpoch,
            FinishedAt = DateTimeOffset.UnixEpoch,
        };
}
