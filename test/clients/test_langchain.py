"""LangChain, by way of either SDK."""

import unittest

from langchain_anthropic import ChatAnthropic
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from service import API_KEY, BASE_URL, CALL_WEATHER, MODEL


@tool
def get_weather(city: str) -> str:
    """The weather of a city."""
    return f"Rain in {city}."


class LangChainClients(unittest.TestCase):
    MODELS = (
        ChatOpenAI(base_url=f"{BASE_URL}/v1", api_key=API_KEY, model=MODEL),
        ChatAnthropic(base_url=BASE_URL, api_key=API_KEY, model=MODEL, max_tokens=1000),
    )

    def each_model(self):
        for model in self.MODELS:
            with self.subTest(type(model).__name__):
                yield model

    def test_text(self):
        for model in self.each_model():
            self.assertEqual(model.invoke("[[say: Hello.]]").text, "[stand-in model] Hello.")

    def test_stream(self):
        for model in self.each_model():
            text = "".join(chunk.text for chunk in model.stream("[[say: Hello.]]"))
            self.assertEqual(text, "[stand-in model] Hello.")

    def test_tools(self):
        for model in self.each_model():
            bound = model.bind_tools([get_weather])
            messages = [HumanMessage(CALL_WEATHER)]
            first = bound.invoke(messages)
            [call] = first.tool_calls
            self.assertEqual((call["name"], call["args"]), ("get_weather", {"city": "Bern"}))
            result = ToolMessage(get_weather.invoke(call["args"]), tool_call_id=call["id"])
            self.assertIn("Rain in Bern.", bound.invoke([*messages, first, result]).text)


if __name__ == "__main__":
    unittest.main()
