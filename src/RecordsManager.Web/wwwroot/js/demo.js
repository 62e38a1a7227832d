// The page that shows the widget at work: writes down what the widget tells it.
const heard = document.getElementById('heard');
const write = ({ type, detail }) => {
  const line = document.createElement('p');
  line.append(Object.assign(document.createElement('code'), { textContent: `${type} ${JSON.stringify(detail)}` }));
  heard.append(line);
};
addEventListener('records-consent', write);
addEventListener('records-consent-changed', write);
