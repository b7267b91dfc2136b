import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * A client no call of which hangs: a request that has no answer after 3 seconds is given up and tried again, twice. Without
 * `throwOnRequestTimeout` the SDK would only write a warning and go on waiting.
 */
export const dynamoClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true, socketTimeout: 3_000 },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
