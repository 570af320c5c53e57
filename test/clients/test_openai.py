"""The official OpenAI SDK for Python."""

import json
import time
import unittest

import openai
from service import API_KEY, BASE_URL, CALL_WEATHER, MODEL, WEATHER

client = openai.OpenAI(base_url=f"{BASE_URL}/v1", api_key=API_KEY)
TOOLS = [{"type": "function", "function": {"name": "get_weather", "parameters": WEATHER}}]


def ask(content, **more):
    return client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": content}], **more)


class OpenAiClient(unittest.TestCase):
    def test_text(self):
        answer = ask("[[say: Hello.]]")
        self.assertEqual(answer.choices[0].message.content, "[stand-in model] Hello.")
        self.assertEqual(answer.choices[0].finish_reason, "stop")
        self.assertGreater(answer.usage.prompt_tokens, 0)

    def test_stream(self):
        chunks = list(ask("[[say: Hello.]]", stream=True, stream_options={"include_usage": True}))
        text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
        self.assertEqual(text, "[stand-in model] Hello.")
        self.assertGreater(chunks[-1].usage.completion_tokens, 0)

    def test_tools(self):
        messages = [{"role": "user", "content": CALL_WEATHER}]
        first = client.chat.completions.create(model=MODEL, messages=messages, tools=TOOLS)
        [call] = first.choices[0].message.tool_calls
        self.assertEqual(call.function.name, "get_weather")
        self.assertEqual(json.loads(call.function.arguments), {"city": "Bern"})
        messages += [first.choices[0].message, {"role": "tool", "tool_call_id": call.id, "content": "Rain."}]
        second = client.chat.completions.create(model=MODEL, messages=messages, tools=TOOLS)
        self.assertIn("Rain.", second.choices[0].message.content)

    def test_batch(self):
        body = {"model": MODEL, "messages": [{"role": "user", "content": "[[say: Hellö.]]"}]}
        line = {"custom_id": "a", "method": "POST", "url": "/v1/chat/completions", "body": body}
        file = client.files.create(purpose="batch", file=("in.jsonl", json.dumps(line, ensure_ascii=False).encode()))
        batch = client.batches.create(
            input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h", metadata={"a": "b"}
        )
        while batch.completed_at is None:
            time.sleep(0.1)
            batch = client.batches.retrieve(batch.id)
        self.assertEqual(batch.request_counts.completed, 1)
        [answer] = client.files.content(batch.output_file_id).text.splitlines()
        message = json.loads(answer)["response"]["body"]["choices"][0]["message"]
        self.assertEqual(message["content"], "[stand-in model] Hellö.")
        self.assertEqual([each.id for each in client.batches.list(limit=1)][0], batch.id)
        self.assertIn(file.id, [each.id for each in client.files.list(limit=1)])

    def test_responses(self):
        answer = client.responses.create(model=MODEL, input="[[say: Hello.]]")
        self.assertEqual(answer.output_text, "[stand-in model] Hello.")

    def test_models(self):
        self.assertIn(MODEL, [model.id for model in client.models.list()])

    def test_errors(self):
        with self.assertRaises(openai.BadRequestError):
            client.chat.completions.create(model="no-such-model", messages=[{"role": "user", "content": "Hi"}])
        with self.assertRaises(openai.AuthenticationError):
            client.with_options(api_key="wrong").models.list()


if __name__ == "__main__":
    unittest.main()
