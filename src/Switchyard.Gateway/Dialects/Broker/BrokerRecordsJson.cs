using System.Text.Json.Serialization;

namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>How <see cref="BrokerRecords"/> are spelt.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(BrokerRecords.CreateTask))]
[JsonSerializable(typeof(BrokerRecords.Created))]
[JsonSerializable(typeof(BrokerRecords.GetTaskResult))]
[JsonSerializable(typeof(BrokerRecords.TaskResult))]
[JsonSerializable(typeof(BrokerRecords.GetBalance))]
[JsonSerializable(typeof(BrokerRecords.Balance))]
[JsonSerializable(typeof(BrokerRecords.Invalid))]
[JsonSerializable(typeof(BrokerRecords.Failure))]
[JsonSerializable(typeof(IReadOnlyList<BrokerRecords.Node>))]
[JsonSerializable(typeof(BrokerRecords.TaskPool))]
internal sealed partial class BrokerRecordsJson : JsonSerializerContext;
